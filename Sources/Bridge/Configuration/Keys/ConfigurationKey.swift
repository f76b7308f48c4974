/// One key of the configuration: where it stands, what it takes, and how it is called outside the file.
package struct ConfigurationKey: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case text, secret, integer, flag, list, map
    }

    /// With dots; a star stands for a name that the operator gives, as in `sources.*.team`.
    package let path: String
    package let kind: Kind
    /// What holds where nothing is said, in words; nil: nothing.
    package let standard: String?
    package let help: String
    /// Another variable for this key of the section's standard name, as `CXONE_TENANT` for `cxone.default.tenant`.
    package let plainVariable: String?
    /// Whether a file may hold the value: `…File` beside the key, `…_FILE` as a variable.
    package let mayStandInFile: Bool

    init(
        _ path: String,
        _ kind: Kind,
        standard: String? = nil,
        plainVariable: String? = nil,
        mayStandInFile: Bool = false,
        _ help: String
    ) {
        self.path = path
        self.kind = kind
        self.standard = standard
        self.help = help
        self.plainVariable = plainVariable
        self.mayStandInFile = mayStandInFile || kind == .secret
    }

    var components: [String] { path.split(separator: ".").map(String.init) }

    /// What values of the kind look like, for messages.
    var wantedInWords: String {
        switch kind {
        case .text, .secret: "a text"
        case .integer: "a whole number"
        case .flag: "true or false"
        case .list: "a list of texts"
        case .map: "a map"
        }
    }
}
