/// Looks for variables that nobody reads, since a slip in a name would otherwise pass in silence.
struct VariableCheck {
    private let known: Set<String>

    init(_ places: [KeyPlace]) {
        var known = ConfigurationKey.otherVariables
        for place in places {
            known.formUnion(place.variables)
            if place.key.mayStandInFile { known.formUnion(place.variables.map { $0 + VariableName.fileSuffix }) }
        }
        self.known = known
    }

    /// Every unknown variable with the bridge's own prefix.
    func problems(in layer: VariableLayer) -> [ConfigurationProblem] {
        layer.variables.keys.sorted().filter { $0.hasPrefix(VariableName.prefix) && !known.contains($0) }.map { name in
            let origin = if case .environmentFile(let path) = layer.origin { path } else { String?.none }
            let detail = "is no variable of the bridge's"
            let hint = Suggestion.clause(for: name, among: known)
            let help = hint.isEmpty ? " (for sources, endpoints, tenants and policies the name has to be configured first)" : hint
            return ConfigurationProblem(.unknownVariable, name, from: origin, detail + help)
        }
    }

    /// Variables under prefixes that others may use too, if they look like one of the bridge's with a slip in it.
    func warnings(in layer: VariableLayer) -> [String] {
        layer.variables.keys.sorted().compactMap { name in
            guard name.hasPrefix("CXONE_") || name.hasPrefix("WFM_"), !name.hasPrefix(VariableName.prefix), !known.contains(name),
                let meant = Suggestion.nearest(to: name, among: known)
            else { return nil }
            return "\(name) is set and not read; did you mean \(meant)?"
        }
    }
}
