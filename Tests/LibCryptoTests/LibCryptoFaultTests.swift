import LibCrypto
import Testing

@Suite("Faults of libcrypto")
struct LibCryptoFaultTests {
    @Test("each step has its own label and its own words", arguments: LibCryptoFault.Step.allCases)
    func words(step: LibCryptoFault.Step) {
        let fault = LibCryptoFault(step: step, reason: "error:1234")
        #expect(fault.label == step.rawValue)
        #expect(fault.description.contains("error:1234"))
        #expect(fault.description.contains("openssl.cnf"))
        #expect(LibCryptoFault(step: step, reason: "").description.contains("no reason given"))
    }

    @Test("no two steps read alike")
    func distinct() {
        #expect(Set(LibCryptoFault.Step.allCases.map { LibCryptoFault(step: $0, reason: "").description }).count == 6)
    }
}
