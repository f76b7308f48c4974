import Testing

@testable import CXone

@Suite struct RetryBudgetTests {
    @Test("where every call fails, a tenth of them is made again, beyond a reserve of ten") func tenth() {
        var budget = RetryBudget()
        var retries = 0
        for _ in 0..<1_000 {
            budget.call()
            while budget.retry() { retries += 1 }
        }
        #expect((100...110).contains(retries), "\(retries)")
    }

    @Test("calls that succeed save up no more than the reserve") func reserve() {
        var budget = RetryBudget()
        for _ in 0..<10_000 { budget.call() }
        var retries = 0
        while budget.retry() { retries += 1 }
        #expect(retries == 10)
    }
}
