import Publication
import Reconciliation

extension SetVerifier {
    /// A verifier that knows the outcome codes of this version. It shares their names with the engine, and no sums.
    package init(directory: String) {
        let codes = OutcomeCode.allCases.map {
            ($0.rawValue, PublishedCode(name: $0.name, isBreak: $0.isBreak, isOpen: $0.isOpen))
        }
        self.init(directory: directory, codes: Dictionary(uniqueKeysWithValues: codes))
    }
}
