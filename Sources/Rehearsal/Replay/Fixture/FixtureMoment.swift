import Notation

/// A moment of a fixture: so long after (or before) its start, or after the time of the step it stands in.
///
/// Written `start+2m`, `sent`, `sent-1h`. A step's time is the one the fixture names, not the one at which it was really sent:
/// what is planned together stays together however late a busy machine is.
struct FixtureMoment: Sendable, Hashable {
    enum Base: String, Sendable, CaseIterable {
        case start
        case sent
    }

    let base: Base
    let offset: Duration

    init?(_ text: String) {
        guard let base = Base.allCases.first(where: { text.hasPrefix($0.rawValue) }) else { return nil }
        self.base = base
        let rest = text.dropFirst(base.rawValue.count)
        guard let sign = rest.first else {
            offset = .zero
            return
        }
        guard sign == "+" || sign == "-", let span = SpanText.parse(rest.dropFirst()) else { return nil }
        offset = sign == "-" ? .zero - span : span
    }

    /// - Parameters:
    ///   - start: when the fixture began.
    ///   - step: the time of the step, from the start.
    func resolve(start: UnixMicroseconds, step: Duration) -> UnixMicroseconds {
        let fromStart = base == .sent ? step + offset : offset
        return start + fromStart.wholeMicroseconds
    }
}
