import Testing

@testable import Bridge

@Suite("The file .env")
struct EnvironmentFileTests {
    @Test(
        "a line is read as shells read it",
        arguments: [
            ("A=b", "b"), ("  A = b  ", "b"), ("export A=b", "b"), ("A=", ""), ("A=b=c", "b=c"), ("A='b c'", "b c"),
            ("A=\"b c\" # d", "b c"),
            ("A=b # c", "b"), ("A=b#c", "b#c"), ("A=#c", ""), ("A='b # c'", "b # c"), (#"A="b\"c\\d\n""#, "b\"c\\d\n"),
            (#"A='b\n'"#, #"b\n"#),
            ("A=b\r", "b"), ("A=\"\"", ""),
        ]
    )
    func line(text: String, value: String) {
        let file = EnvironmentFile(text)
        #expect(file.variables == ["A": value] && file.faults.isEmpty)
    }

    @Test("comments and empty lines are nothing")
    func comments() {
        #expect(EnvironmentFile("# a\n\n   \n  #b=c\n") == EnvironmentFile(""))
    }

    @Test(
        "what is not understood is named with its line where it concerns the bridge",
        arguments: ["CXONE_CLIENT_SECRET", "wfm_bridge_data: x", "WFM-BRIDGE=1", "CXONE_TENANT='x", "CXONE_TENANT=\"x\" y", "CXONE A=1"]
    )
    func faults(line: String) {
        #expect(EnvironmentFile("A=1\n\(line)\nB=2").faults.map(\.line) == [2])
    }

    @Test("other programs' lines may look as they like", arguments: ["-----END KEY-----", "A B=c", "X='open", "just text"])
    func others(line: String) {
        let file = EnvironmentFile("\(line)\nCXONE_TENANT=x")
        #expect(file.faults.isEmpty && file.variables["CXONE_TENANT"] == "x")
    }

    @Test("a name that is set twice is named, if it is the bridge's")
    func twice() {
        let file = EnvironmentFile("A=1\nA=2\nCXONE_TENANT=a\nCXONE_TENANT=b")
        #expect(file.faults == [EnvironmentFile.Fault(line: 4, detail: "CXONE_TENANT is set for the second time")])
    }
}
