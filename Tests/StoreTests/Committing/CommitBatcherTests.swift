import Testing

@testable import Store

@Suite("Commit batcher")
struct CommitBatcherTests {
    @Test("the first verb starts a round, those that come meanwhile wait for the next batch")
    func round() {
        var batcher = CommitBatcher<Int>()
        #expect(batcher.add(1, rows: 1) == .start)
        #expect(batcher.add(2, rows: 1) == .wait)
        #expect(batcher.nextBatch() == [1, 2])
        #expect(batcher.add(3, rows: 1) == .wait)
        #expect(batcher.nextBatch() == [3])
        #expect(batcher.nextBatch() == [])
        #expect(batcher.add(4, rows: 1) == .start)
    }

    @Test("a batch is bounded by verbs")
    func verbs() {
        var batcher = CommitBatcher<Int>(bounds: .init(verbs: 3, rows: 100))
        for verb in 0..<7 { _ = batcher.add(verb, rows: 1) }
        #expect(batcher.nextBatch() == [0, 1, 2])
        #expect(batcher.nextBatch() == [3, 4, 5])
        #expect(batcher.nextBatch() == [6])
    }

    @Test("a batch is bounded by rows, and order is kept")
    func rows() {
        var batcher = CommitBatcher<Int>(bounds: .init(verbs: 10, rows: 10))
        for (verb, rows) in [(1, 4), (2, 6), (3, 1), (4, 50), (5, 1)] { _ = batcher.add(verb, rows: rows) }
        #expect(batcher.nextBatch() == [1, 2])
        #expect(batcher.nextBatch() == [3])
        #expect(batcher.nextBatch() == [4])
        #expect(batcher.nextBatch() == [5])
    }

    @Test("once closed it takes no more, but gives out what waits")
    func close() {
        var batcher = CommitBatcher<Int>()
        _ = batcher.add(1, rows: 1)
        let first = batcher.close()
        let second = batcher.close()
        #expect(first && !second)
        #expect(batcher.add(2, rows: 1) == .closed)
        #expect(batcher.nextBatch() == [1])
        #expect(batcher.nextBatch() == [])
    }
}
