extension ConfigurationKey {
    /// The keys that only tenants of the dialect `acd` read.
    static let acd: [ConfigurationKey] = [
        ConfigurationKey("cxone.*.accessKeyId", .text, mayStandInFile: true, "acd: id of the access key"),
        ConfigurationKey("cxone.*.accessKeySecret", .secret, "acd: secret of the access key"),
        ConfigurationKey(
            "cxone.*.tokenForm",
            .text,
            standard: "password",
            "acd: how the access key draws a token: password (with clientId and clientSecret) or access-key (older tenants)"
        ),
        ConfigurationKey("cxone.*.discoveryTenantId", .text, "acd: tenant that discovery is asked about"),
        ConfigurationKey("cxone.*.discoveryUrl", .text, standard: "https://cxone.niceincontact.com", "acd: where discovery is asked"),
        ConfigurationKey("cxone.*.apiUrl", .text, standard: "discovered", "acd: URL of the interface, without path and version"),
        ConfigurationKey("cxone.*.authUrl", .text, standard: "discovered", "acd: URL of the token endpoint"),
        ConfigurationKey("cxone.*.pathPrefix", .text, standard: "/incontactapi/services", "acd: what stands before the version"),
        ConfigurationKey("cxone.*.version", .text, standard: "30.0", "acd: version of the interface"),
        ConfigurationKey(
            "cxone.*.codes",
            .map,
            standard: "Break, Training, Busy, and each pause reason by its own name",
            "acd: unavailable codes by status (Break, Training, Busy, Offline) and, under reasons, by pause reason; case-sensitive"
        ),
        ConfigurationKey(
            "cxone.*.logoutForOffline",
            .flag,
            standard: "false",
            "acd: Offline without a code ends the agent's session, never on a contact"
        ),
        ConfigurationKey(
            "cxone.*.stateReads",
            .text,
            standard: "bulk",
            "acd: bulk reads the whole business unit at once, single each agent"
        ),
        ConfigurationKey("cxone.*.staleSeconds", .integer, standard: "1", "acd: how old the states of a bulk read may be"),
        ConfigurationKey("cxone.*.successCodes", .list, standard: "any 2xx", "acd: answers to a change of state that mean yes"),
        ConfigurationKey(
            "cxone.*.queuesStates",
            .text,
            standard: "unknown",
            "acd: whether a change during a contact is kept until its end: yes, no or unknown"
        ),
        ConfigurationKey(
            "cxone.*.schedules",
            .text,
            standard: "off",
            "acd: whence an agent's shift if the WFM publishes none: off, or export (CXone's own WFM, one read an agent)"
        ),
        ConfigurationKey("cxone.*.schedulesUrl", .text, standard: "apiUrl", "acd: URL of the schedules' interface, without the path"),
        ConfigurationKey("cxone.*.schedulesPath", .text, standard: "/schedules/export", "acd: what stands behind schedulesUrl"),
    ]
}
