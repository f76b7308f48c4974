import Testing

@testable import Store

@Suite("Batch verdicts")
struct BatchVerdictsTests {
    @Test("after the commit each verb hears its own")
    func committed() {
        var verdicts = BatchVerdicts<Int>()
        verdicts.succeeded(1)
        verdicts.failed(.moved("elsewhere"))
        verdicts.succeeded(3)
        #expect(verdicts.verdicts(of: 3, ending: .committed) == [.success(1), .failure(.moved("elsewhere")), .success(3)])
    }

    @Test("if the transaction is lost nobody hears of success, nor of a fault of its own, nor those without a turn")
    func lost() {
        var verdicts = BatchVerdicts<Int>()
        verdicts.succeeded(1)
        verdicts.failed(.moved("elsewhere"))
        let told = verdicts.verdicts(of: 4, ending: .lost(.corrupt("disk image is malformed")))
        #expect(told == Array(repeating: .failure(.cannotRecord("disk image is malformed")), count: 4))
    }
}
