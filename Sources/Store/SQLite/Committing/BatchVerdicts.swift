/// What each verb of a batch is told, once the outer transaction has ended one way or the other.
///
/// Until then nobody is told anything: a verb may have seen what another one of its batch did, so even
/// a fault of its own means nothing if the transaction is lost.
struct BatchVerdicts<Success> {
    enum Ending {
        case committed
        case lost(StoreFault)
    }

    private var outcomes: [Result<Success, StoreFault>] = []

    mutating func succeeded(_ success: Success) {
        outcomes.append(.success(success))
    }

    /// The verb failed inside its savepoint: it alone is undone.
    mutating func failed(_ fault: StoreFault) {
        outcomes.append(.failure(fault))
    }

    /// - Parameter count: how many verbs the batch had; some may not have had their turn.
    func verdicts(of count: Int, ending: Ending) -> [Result<Success, StoreFault>] {
        switch ending {
        case .committed:
            return outcomes
        case .lost(let fault):
            return Array(repeating: .failure(.cannotRecord(fault.detail)), count: count)
        }
    }
}
