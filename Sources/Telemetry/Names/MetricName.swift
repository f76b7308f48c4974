/// The names of all metrics of the bridge: Prometheus names at the source.
///
/// `wfm_bridge_` first, `snake_case`, base units; counters end in `_total`, durations in `_seconds`.
/// A name, once released, is part of somebody's alert: it is not renamed.
package enum MetricName: String, CaseIterable, Sendable {
    // Inbound
    case inboundChangesAccepted = "wfm_bridge_inbound_changes_accepted_total"
    case inboundChangesRefused = "wfm_bridge_inbound_changes_refused_total"
    case inboundRequestsDuplicate = "wfm_bridge_inbound_requests_duplicate_total"
    case inboundRequestsRefused = "wfm_bridge_inbound_requests_refused_total"
    case inboundRequestsUnsigned = "wfm_bridge_inbound_requests_unsigned_total"
    case inboundAcceptSeconds = "wfm_bridge_inbound_accept_seconds"

    // Reconciler
    case changesOpen = "wfm_bridge_changes_open"
    case holdsOpen = "wfm_bridge_holds_open"
    case changesSettled = "wfm_bridge_changes_settled_total"
    case changeDispatchSeconds = "wfm_bridge_change_dispatch_seconds"
    case changeConfirmationSeconds = "wfm_bridge_change_confirmation_seconds"
    case reconcilerQueueDepth = "wfm_bridge_reconciler_queue_depth"
    case reconcilerDecisions = "wfm_bridge_reconciler_decisions_total"
    case reconcilerRunSeconds = "wfm_bridge_reconciler_run_seconds"

    // The quarter hour
    case planMoves = "wfm_bridge_plan_moves"
    case planPlannedSeconds = "wfm_bridge_plan_planned_seconds"
    case planMeasuredSeconds = "wfm_bridge_plan_measured_seconds"

    // CXone
    case cxoneCalls = "wfm_bridge_cxone_calls_total"
    case cxoneCallSeconds = "wfm_bridge_cxone_call_seconds"
    case cxoneCallsPerChange = "wfm_bridge_cxone_calls_per_change"
    case cxoneRetries = "wfm_bridge_cxone_retries_total"
    case cxoneRetriesSuppressed = "wfm_bridge_cxone_retries_suppressed_total"
    case cxoneBudgetRate = "wfm_bridge_cxone_budget_rate"
    case cxoneBudgetWaitSeconds = "wfm_bridge_cxone_budget_wait_seconds"
    case cxoneBudgetRefusals = "wfm_bridge_cxone_budget_refusals_total"
    case cxoneReachable = "wfm_bridge_cxone_reachable"
    case cxoneBreaker = "wfm_bridge_cxone_breaker"

    // Outbound
    case events = "wfm_bridge_events_total"
    case deliveriesQueued = "wfm_bridge_deliveries_queued"
    case deliveriesDead = "wfm_bridge_deliveries_dead"
    case deliveryAttempts = "wfm_bridge_delivery_attempts_total"
    case deliveryAttemptSeconds = "wfm_bridge_delivery_attempt_seconds"
    case deliverySeconds = "wfm_bridge_delivery_seconds"
    case endpointsPaused = "wfm_bridge_endpoints_paused"

    // Store
    case storeCommits = "wfm_bridge_store_commits_total"
    case storeCommitSeconds = "wfm_bridge_store_commit_seconds"
    case storeBatchWrites = "wfm_bridge_store_batch_writes"

    // Journal
    case journalRecords = "wfm_bridge_journal_records_total"
    case journalFailures = "wfm_bridge_journal_failures_total"
    case journalLagRecords = "wfm_bridge_journal_lag_records"
    case journalLagSeconds = "wfm_bridge_journal_lag_seconds"
    case journalSyncSeconds = "wfm_bridge_journal_sync_seconds"
    case journalBatchRecords = "wfm_bridge_journal_batch_records"

    // HTTP
    case httpRequests = "wfm_bridge_http_requests_total"
    case httpRequestSeconds = "wfm_bridge_http_request_seconds"
    case httpConnections = "wfm_bridge_http_connections"
    case httpConnectionFaults = "wfm_bridge_http_connection_faults_total"

    // The process
    case buildInfo = "wfm_bridge_build_info"
    case startTime = "wfm_bridge_start_time_seconds"
    case metricsRefused = "wfm_bridge_metrics_refused_total"
}

extension MetricName {
    /// Kind, help, labels and buckets of the name.
    package var definition: MetricDefinition {
        switch self {
        case .inboundChangesAccepted: .counter("Changes accepted and on disk, by the state they were answered with.", .state)
        case .inboundChangesRefused: .counter("Changes in signed requests that were refused, by code.", .reason)
        case .inboundRequestsDuplicate: .counter("Signed requests that repeated an id and got the stored answer again.")
        case .inboundRequestsRefused: .counter("Signed requests refused as a whole, by code.", .reason)
        case .inboundRequestsUnsigned: .counter("Requests refused with 401, by the class of fault.", .reason)
        case .inboundAcceptSeconds:
            .histogram("From a request's arrival to its durable acceptance.", buckets: MetricBuckets.latency)

        case .changesOpen: .gauge("Changes that are not final yet, by state.", .state)
        case .holdsOpen: .gauge("Holds in force, by reason: changes that wait for a person, a time or the next change.", .reason)
        case .changesSettled: .counter("Changes that became final, by outcome.", .outcome)
        case .changeDispatchSeconds:
            .histogram("From the moment a change was due to its first write sent to CXone.", buckets: MetricBuckets.endToEnd)
        case .changeConfirmationSeconds:
            .histogram(
                "From the moment a change was due (the later of acceptance and effectiveAt) to its confirmation.",
                buckets: MetricBuckets.endToEnd
            )
        case .reconcilerQueueDepth: .gauge("Agents in the reconciler's queues.", .queue)
        case .reconcilerDecisions: .counter("Decisions, by kind and by the code that led to them.", .kind, .reason)
        case .reconcilerRunSeconds: .histogram("One run for one agent, calls to CXone included.", buckets: MetricBuckets.latency)

        case .planMoves:
            .gauge("Changes of the quarter hour that was planned last: to be made, so already, or not to be reached in time.", .kind)
        case .planPlannedSeconds: .gauge("From the quarter hour that was planned last to the planned end of its changes.")
        case .planMeasuredSeconds: .gauge("From the last quarter hour that had changes to the confirmation of the last of them.")

        case .cxoneCalls: .counter("Calls to CXone, by endpoint and result.", .endpoint, .result)
        case .cxoneCallSeconds:
            .histogram("Latency of calls to CXone, whole answer included.", .endpoint, buckets: MetricBuckets.latency)
        case .cxoneCallsPerChange:
            .histogram("Calls to CXone that one applied change took, all retries and reads included.", buckets: MetricBuckets.calls)
        case .cxoneRetries: .counter("Calls to CXone that were made again, by endpoint.", .endpoint)
        case .cxoneRetriesSuppressed:
            .counter("Calls to CXone that were not made again because too many were, by endpoint.", .endpoint)
        case .cxoneBudgetRate: .gauge("Calls a second that are made to CXone at most, as learned from its 429s, by tenant.", .tenant)
        case .cxoneBudgetWaitSeconds:
            .histogram("From a call's wish to leave to its turn in the budget, by lane.", .lane, buckets: MetricBuckets.latency)
        case .cxoneBudgetRefusals: .counter("Calls whose turn in the budget would have come too late for them, by lane.", .lane)
        case .cxoneReachable: .gauge("1 while CXone answers, 0 while it does not, by tenant.", .tenant)
        case .cxoneBreaker: .gauge("1 for the state that the breaker of a tenant is in, 0 for the others.", .tenant, .state)

        case .events: .counter("Events made for the WFM, by type.", .type)
        case .deliveriesQueued: .gauge("Deliveries that wait for their turn or for a retry.")
        case .deliveriesDead: .gauge("Dead letters that wait for an operator.")
        case .deliveryAttempts: .counter("Attempts to deliver an event, by result.", .result)
        case .deliveryAttemptSeconds: .histogram("Latency of one delivery attempt, whole answer included.", buckets: MetricBuckets.latency)
        case .deliverySeconds: .histogram("From an event's storing to its 2xx.", buckets: MetricBuckets.endToEnd)
        case .endpointsPaused: .gauge("Endpoints that are paused because they do not answer.")

        case .storeCommits: .counter("Commits of the store, by result.", .result)
        case .storeCommitSeconds: .histogram("Latency of a commit, sync included.", buckets: MetricBuckets.latency)
        case .storeBatchWrites: .histogram("Writes that shared one commit.", buckets: MetricBuckets.batch)

        case .journalRecords: .counter("Lines appended to the journal, by type.", .type)
        case .journalFailures: .counter("Appends or syncs of the journal that failed, by reason.", .reason)
        case .journalLagRecords: .gauge("Committed records that are not in the journal file yet.")
        case .journalLagSeconds: .gauge("Age of the oldest committed record that is not in the journal file yet.")
        case .journalSyncSeconds: .histogram("Latency of a sync of the journal file.", buckets: MetricBuckets.latency)
        case .journalBatchRecords: .histogram("Records that shared one sync of the journal file.", buckets: MetricBuckets.batch)

        case .httpRequests: .counter("HTTP requests, by listener, route template and class of status.", .listener, .route, .status)
        case .httpRequestSeconds:
            .histogram("From a request's head to the end of its answer.", .listener, .route, buckets: MetricBuckets.latency)
        case .httpConnections: .gauge("Open connections, by listener.", .listener)
        case .httpConnectionFaults: .counter("Connections ended below HTTP, by listener and reason.", .listener, .reason)

        case .buildInfo: .gauge("Always 1; the label holds the version of the program.", .version)
        case .startTime: .gauge("When the process started, in seconds since 1970-01-01T00:00:00Z.")
        case .metricsRefused: .counter("Metrics that were not registered, by reason: a fault in the program.", .reason)
        }
    }
}
