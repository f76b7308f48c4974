extension ConfigurationKey {
    /// Every key there is.
    package static let all: [ConfigurationKey] = general + acd

    /// The keys that are not one dialect's alone, in the order of the documentation.
    private static let general: [ConfigurationKey] = [
        ConfigurationKey(
            "data",
            .text,
            standard: "wfm-bridge-data in the working directory",
            "directory of store, journal, keys and tokens"
        ),
        ConfigurationKey("intake.host", .text, standard: "0.0.0.0", "address that the WFM's requests come to"),
        ConfigurationKey("intake.port", .integer, standard: "8080", "0 picks a free port"),
        ConfigurationKey("operators.host", .text, standard: "127.0.0.1", "address of the operators' API"),
        ConfigurationKey("operators.port", .integer, standard: "8081", "0 picks a free port"),
        ConfigurationKey("cxone.*.dialect", .text, standard: "platform", "interface that the tenant speaks: platform or acd"),
        ConfigurationKey(
            "cxone.*.tenant",
            .text,
            standard: "platformapi.nicecxone.com",
            plainVariable: "CXONE_TENANT",
            "host name or URL of users and statuses"
        ),
        ConfigurationKey(
            "cxone.*.baseUrl",
            .text,
            standard: "https://api-us-1.cxone.com",
            plainVariable: "CXONE_BASE_URL",
            "URL of the reporting interface"
        ),
        ConfigurationKey("cxone.*.tokenUrl", .text, standard: "/oauth/token on each of the two", "whole URL of the token endpoint"),
        ConfigurationKey("cxone.*.clientId", .text, plainVariable: "CXONE_CLIENT_ID", mayStandInFile: true, "id of the API client"),
        ConfigurationKey("cxone.*.clientSecret", .secret, plainVariable: "CXONE_CLIENT_SECRET", "secret of the API client"),
        ConfigurationKey("cxone.*.credentials", .text, standard: "form", "how id and secret are sent: form or basic"),
        ConfigurationKey("cxone.*.statusScope", .text, standard: "user:status:write user:status:read", "scope asked for with status calls"),
        ConfigurationKey("cxone.*.historyScope", .text, standard: "reporting:read", "scope asked for with the state history"),
        ConfigurationKey("cxone.*.states", .map, "meaning of state ids that differ from the standard table"),
        ConfigurationKey("cxone.*.pauseReasons", .list, standard: "the five standard ones", "pause reasons that the tenant has"),
        ConfigurationKey("cxone.*.roles", .list, standard: "Agent, Supervisor", "roles of which a user must have one"),
        ConfigurationKey("cxone.*.rate.initial", .integer, standard: "50", "calls a second to begin with, until a 429 shows the limit"),
        ConfigurationKey("cxone.*.rate.maximum", .integer, standard: "10000", "calls a second that are never exceeded"),
        ConfigurationKey("cxone.*.userMaxAgeSeconds", .integer, standard: "300", "how long a user's roles and shift are remembered"),
        ConfigurationKey("cxone.*.agents", .integer, "how many agents the tenant has, where the dialect cannot count them (platform)"),
        ConfigurationKey("cxone.*.policy", .text, standard: "default", "name of the policy for the tenant's agents"),
        ConfigurationKey("sources.*.tenant", .text, standard: "default", "tenant whose agents the source may change"),
        ConfigurationKey("sources.*.scheme", .text, standard: "standard", "signature scheme: Standard Webhooks"),
        ConfigurationKey("sources.*.keys", .text, standard: "keys/NAME.json", "key file, relative to the data directory"),
        ConfigurationKey("sources.*.secret", .secret, "key whsec_… in place of a key file"),
        ConfigurationKey("sources.*.requireEffectiveAt", .flag, standard: "false", "refuse changes without effectiveAt"),
        ConfigurationKey("sources.*.toleranceSeconds", .integer, standard: "300", "how far a timestamp may lie from now"),
        ConfigurationKey("sources.*.rank", .integer, standard: "0", "the source of higher rank prevails"),
        ConfigurationKey("sources.*.team", .text, "team whose settings hold for the source"),
        ConfigurationKey("sources.*.policy", .text, "name of a policy for the source's changes, over the tenant's"),
        ConfigurationKey("teams.*.policy", .text, "name of a policy for the team, over the source's and the tenant's"),
        ConfigurationKey("teams.*.tenant", .text, standard: "default", "tenant that the team is of"),
        ConfigurationKey("endpoints.*.url", .text, plainVariable: "WFM_WEBHOOK_URL", "where events are sent to"),
        ConfigurationKey("endpoints.*.keys", .text, standard: "keys/NAME-events.json", "key file, relative to the data directory"),
        ConfigurationKey("endpoints.*.secret", .secret, plainVariable: "WFM_WEBHOOK_SECRET", "key whsec_… in place of a key file"),
        ConfigurationKey(
            "endpoints.*.types",
            .list,
            standard: "agent_status_updated, agent_status_update_failed, bridge_feed",
            "types of events that are sent"
        ),
        ConfigurationKey("policy.*.onContact", .text, standard: "defer", "a change during a contact or wrap-up: defer, apply or refuse"),
        ConfigurationKey("policy.*.loggedOut", .text, standard: "wait", "a change for somebody logged out: wait or refuse"),
        ConfigurationKey(
            "policy.*.override",
            .text,
            standard: "until-next-change",
            "a person changed the status: until-next-change, for(30m), wfm-wins or report-only"
        ),
        ConfigurationKey("policy.*.drift", .text, standard: "report", "a status left by no person's doing: report or correct"),
        ConfigurationKey("policy.*.shadow", .flag, standard: "false", "decide and record everything, and write nothing"),
        ConfigurationKey("policy.*.reportContacts", .flag, standard: "false", "report calls as events as well"),
        ConfigurationKey(
            "policy.*.satisfiable",
            .list,
            standard: "Break",
            "statuses that an agent may take by himself in place of a change"
        ),
        ConfigurationKey("policy.*.fightLimit", .integer, standard: "3", "corrections of one agent within 10 minutes before it is a fight"),
        ConfigurationKey("policy.*.fightHoldMinutes", .integer, standard: "30", "how long a fight is held"),
        ConfigurationKey("policy.*.stampedePercent", .integer, standard: "20", "share of the agents that one source may move at once"),
        ConfigurationKey("policy.*.stampedeAgents", .integer, standard: "50", "agents that one source may always move at once"),
        ConfigurationKey("policy.*.stampedeExempt", .flag, standard: "false", "no limit to how many may be moved at once"),
        ConfigurationKey("policy.*.unavailableFirst", .flag, standard: "true", "who goes unavailable goes before who becomes available"),
        ConfigurationKey("policy.*.shiftGraceSeconds", .integer, standard: "300", "how far outside a shift a change is allowed"),
        ConfigurationKey("log.level", .text, standard: "info", "trace, debug, info, notice, warning, error or critical"),
        ConfigurationKey("log.format", .text, standard: "auto", "json, text, or auto: text on a terminal"),
        ConfigurationKey("allow.loopback", .flag, standard: "false", "plain http and addresses on loopback, for CXone and endpoints"),
        ConfigurationKey("allow.hosts", .list, "hosts whose addresses need not be public"),
        ConfigurationKey("allow.plainHttp", .list, "hosts that may be spoken to without TLS"),
        ConfigurationKey("history.user", .text, plainVariable: "CXONE_USER_ID", "user whose history is shown where none is named"),
        ConfigurationKey("secretsDirectory", .text, "directory of mounted secrets, each file named like the variable it stands for"),
    ]

    /// Variables of the bridge's that stand for no key.
    static let otherVariables: Set<String> = ["WFM_BRIDGE_CONFIG", "WFM_BRIDGE_TOKEN"]

    /// The name that is there without being configured, in each of the sections that are maps by name.
    static let standardNames = ["cxone": "default", "sources": "wfm", "endpoints": "wfm", "policy": "default"]
}
