/// Something that a WFM does wrong, on purpose.
package struct StandInFault: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Answers this status and takes nothing.
        case answer(Int, retryAfter: String? = nil)
        /// Never answers and takes nothing.
        case hang
        /// Takes the event, then never answers.
        case takeThenHang
    }

    package let kind: Kind
    /// How many more events it meets; nil: for ever.
    package var times: Int?
    /// Only events of this type (member `event`); nil: all.
    package let type: String?

    package init(_ kind: Kind, times: Int? = nil, type: String? = nil) {
        self.kind = kind
        self.times = times
        self.type = type
    }
}

extension [StandInFault] {
    /// The first that fits an event of that type, used up by it.
    mutating func take(type: String?) -> StandInFault.Kind? {
        guard let place = firstIndex(where: { $0.type == nil || $0.type == type }) else { return nil }
        let fault = self[place]
        if let times = fault.times {
            if times <= 1 {
                remove(at: place)
            } else {
                self[place].times = times - 1
            }
        }
        return fault.kind
    }
}
