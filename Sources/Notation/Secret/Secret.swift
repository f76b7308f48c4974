/// A text that must not be seen: whatever prints, logs or inspects it shows "redacted".
///
/// Not `Encodable`, so that no encoder takes it along. Comparing two takes as long as they agree: it is for configuration, not for verification.
package struct Secret: Sendable, Hashable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The text itself, for the one place that needs it.
    package func reveal() -> String {
        text
    }

    package var isEmpty: Bool {
        text.isEmpty
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "redacted" }

    package var debugDescription: String { "redacted" }

    package var customMirror: Mirror {
        Mirror(self, children: [:], displayStyle: .struct)
    }
}
