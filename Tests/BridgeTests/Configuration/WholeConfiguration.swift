import Logging
import Notation
import Reconciliation
import Telemetry
import Testing

@testable import Bridge

extension ConfigurationLoaderTests {
    /// Every key there is, none with its default.
    static let whole = """
        {"data": "/var/lib/bridge", "intake": {"host": "10.1.1.1", "port": 18080}, "operators": {"host": "::1", "port": 0},
         "cxone": {"default": {"dialect": "platform", "tenant": "http://cx.internal:8000/base/", "baseUrl": "https://10.0.0.5:8443",
             "tokenUrl": "https://login.example.com/oauth2/token/", "clientId": "id", "clientSecret": "planted-secret", "credentials": "basic",
             "statusScope": "a b", "historyScope": "c", "states": {"9": "Training", "5": {"label": "LUNCH", "means": "Break"}, "12": "NotReady",
             "13": "Unknown"}, "pauseReasons": ["Lunch"], "roles": ["Agent"], "agents": 900, "policy": "strict"}},
         "sources": {"acme": {"tenant": "default", "scheme": "standard", "keys": "/etc/acme.json", "secret": null,
             "requireEffectiveAt": true, "toleranceSeconds": 120, "rank": 3, "team": "east"}},
         "endpoints": {"acme": {"url": "https://acme.example.com/in", "keys": "k.json", "types": ["agent_status_decision"]}},
         "policy": {"strict": {"onContact": "refuse", "loggedOut": "refuse", "override": "for(90m)", "drift": "correct", "shiftGraceSeconds": 0}},
         "log": {"level": "debug", "format": "text"},
         "allow": {"loopback": true, "hosts": ["10.0.0.5"], "plainHttp": ["cx.internal"]},
         "history": {"user": "u-1"}}
        """

    static let wholeYAML = """
        # The same, as people write it.
        data: /var/lib/bridge
        intake: {host: 10.1.1.1, port: 18080}
        operators:
          host: "::1"
          port: 0
        cxone:
          default:
            dialect: platform
            tenant: http://cx.internal:8000/base/
            baseUrl: https://10.0.0.5:8443
            tokenUrl: "https://login.example.com/oauth2/token/"
            clientId: id
            clientSecret: 'planted-secret'
            credentials: basic
            statusScope: a b
            historyScope: c
            states:
              9: Training
              5: {label: LUNCH, means: Break}
              12: NotReady
              13: Unknown
            pauseReasons: [Lunch]
            roles:
              - Agent
            agents: 900
            policy: strict
        sources:
          acme:
            tenant: default
            scheme: standard
            keys: /etc/acme.json
            secret: ~
            requireEffectiveAt: true
            toleranceSeconds: 120
            rank: 3
            team: east
        endpoints:
          acme:
            url: https://acme.example.com/in
            keys: k.json
            types:
            - agent_status_decision
        policy:
          strict: {onContact: refuse, loggedOut: refuse, override: for(90m), drift: correct, shiftGraceSeconds: 0}
        log: {level: debug, format: text}
        allow: {loopback: true, hosts: [10.0.0.5], plainHttp: [cx.internal]}
        history: {user: u-1}
        """

    static func checkWhole(_ configuration: BridgeConfiguration, in directory: String) throws {
        #expect(configuration.data == "/var/lib/bridge")
        #expect(configuration.intake == ListenerSettings(host: "10.1.1.1", port: 18_080))
        #expect(configuration.operators == ListenerSettings(host: "::1", port: 0))
        var tenant = TenantSettings()
        tenant.statusURL = "http://cx.internal:8000/base"
        tenant.reportingURL = "https://10.0.0.5:8443"
        tenant.tokenURL = "https://login.example.com/oauth2/token/"
        tenant.clientID = "id"
        tenant.clientSecret = Secret("planted-secret")
        tenant.credentials = .basic
        tenant.statusScope = "a b"
        tenant.historyScope = "c"
        tenant.states = [
            9: StateOverride(meaning: .status(.training)), 5: StateOverride(label: "LUNCH", meaning: .status(.onBreak)),
            12: StateOverride(meaning: .notReady), 13: StateOverride(meaning: .unknown),
        ]
        tenant.pauseReasons = ["Lunch"]
        tenant.roles = ["Agent"]
        tenant.agents = 900
        tenant.policy = "strict"
        #expect(configuration.tenants == [.standard: tenant])
        var source = SourceSettings(keys: "/etc/acme.json")
        source.requireEffectiveAt = true
        source.toleranceSeconds = 120
        source.rank = 3
        source.team = "east"
        #expect(configuration.sources == [SourceName("acme"): source])
        var endpoint = EndpointSettings(url: "https://acme.example.com/in", keys: "k.json")
        endpoint.types = ["agent_status_decision"]
        #expect(configuration.endpoints == [EndpointName("acme"): endpoint])
        var strict = PolicyEntry()
        strict.onContact = .refuse
        strict.loggedOut = .refuse
        strict.override = .lasting(.seconds(90 * 60))
        strict.drift = .correct
        strict.shiftGrace = .zero
        #expect(configuration.policies == ["default": PolicyEntry(), "strict": strict])
        #expect(configuration.log == LogSettings(level: .debug, format: .text))
        #expect(configuration.addresses == AddressRules(allowLoopback: true, hosts: ["10.0.0.5"], plainHTTPHosts: ["cx.internal"]))
        #expect(configuration.historyUser == "u-1")
        #expect(configuration.file == directory + "/bridge.json")
    }
}
