import Bridge
import Notation
import Rehearsal
import TestSupport
import Testing

@Suite("Metrics after traffic")
struct MetricsTests {
    /// What the operators of a bridge look at, by the names they have in their dashboards.
    private static let series = [
        "wfm_bridge_inbound_changes_accepted_total{", "wfm_bridge_inbound_changes_refused_total{",
        "wfm_bridge_inbound_requests_refused_total{", "wfm_bridge_inbound_requests_unsigned_total{",
        "wfm_bridge_inbound_accept_seconds_bucket{", "wfm_bridge_reconciler_queue_depth{", "wfm_bridge_reconciler_decisions_total{",
        "wfm_bridge_cxone_calls_total{", "wfm_bridge_cxone_call_seconds_bucket{", "wfm_bridge_change_confirmation_seconds_bucket{",
        "wfm_bridge_delivery_attempts_total{", "wfm_bridge_delivery_attempt_seconds_bucket{", "wfm_bridge_delivery_seconds_bucket{",
        "wfm_bridge_journal_lag_seconds", "wfm_bridge_journal_lag_records", "wfm_bridge_store_commit_seconds_bucket{",
        "wfm_bridge_store_batch_writes_bucket{", "wfm_bridge_changes_settled_total{", "wfm_bridge_http_requests_total{",
        "wfm_bridge_holds_open{",
    ]

    @Test("After a run with traffic every series is there, and Prometheus' own checker has nothing to say")
    func afterTraffic() async throws {
        let text = try await Rig.with { rig in
            let change = try await rig.change(["userId": .string(rig.roster.ids[0]), "status": "Training"])
            _ = try await rig.end(of: change)
            _ = try await rig.push(["userId": "a b", "status": "Training"])
            _ = try await rig.push(Array("{".utf8))
            _ = try await rig.post([], [])
            let answer = try await rig.send("GET", rig.operatorURL + "/metrics")
            #expect(answer.headers["content-type"]?.hasPrefix("text/plain") == true)
            return answer.text
        }
        for name in Self.series {
            #expect(text.split(separator: "\n").contains { $0.hasPrefix(name) }, "\(name)")
        }
        #expect(text.contains("wfm_bridge_inbound_changes_accepted_total{state=\"due\"} 1\n"))
        #expect(text.contains("reason=\"missing_header\"} 1\n"))
        #expect(text.contains("wfm_bridge_inbound_changes_refused_total{reason=\"invalid_user_id\"} 1\n"))
        #expect(try Promtool.check(text) == Promtool.Verdict(status: 0, output: ""))
    }
}
