/// The faults in force. The first of the list that fits a call meets it, and is used up by that.
struct Faults: Sendable {
    private(set) var list: [SimulatedFault] = []

    mutating func replace(with faults: [SimulatedFault]) {
        list = faults
    }

    /// The fault that meets a call, if any.
    mutating func take(_ call: SimulatedCall, userID: String?) -> SimulatedFault? {
        guard let place = list.firstIndex(where: { $0.meets(call, userID: userID) }) else { return nil }
        let fault = list[place]
        if let times = fault.times {
            if times <= 1 {
                list.remove(at: place)
            } else {
                list[place].times = times - 1
            }
        }
        return fault
    }
}
