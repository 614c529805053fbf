internal import Formats
internal import Records
internal import Streaming

/// Proves from a published set's files alone that it is what the run published, and that its figures are right.
///
/// Nothing but the set is read: no state, no network. What was added up in the run is added up here once more, by other
/// code. Memory grows by a bit for each row of the sources, and not with the tables.
package struct SetVerifier: Sendable {
    private let directory: String
    private let codes: [String: PublishedCode]
    private let judge: PublishedCondition.Judge

    /// A verifier of a directory.
    ///
    /// - Parameters:
    ///   - codes: What is known of outcome codes, by code.
    ///   - judge: Says what a condition comes to.
    package init(
        directory: String, codes: [String: PublishedCode], judge: @escaping PublishedCondition.Judge
    ) {
        self.directory = directory
        self.codes = codes
        self.judge = judge
    }

    /// Looks at everything.
    ///
    /// - Throws: ``PublicationError`` when the directory holds no published set; whatever is wrong with one is in the
    ///   result.
    package func verify() throws -> Verification {
        let text = try PublishedSet.manifestText(in: directory)
        let digest = SHA256.digest(of: text)
        var manifestCheck = VerificationCheck("manifest")
        manifestCheck.note(Manifest.faultOfSeal(in: text))
        let manifest: Manifest
        do throws(SetFault) {
            manifest = try Manifest(parsing: text)
        } catch {
            manifestCheck.note(error)
            return verification(digest, nil, [manifestCheck])
        }
        manifestCheck.figures =
            "\(manifest.inputs.count) inputs, \(manifest.outputs.count) outputs; its own digest is right"
        return try verify(manifest, manifestCheck, digest: digest)
    }

    private func verify(
        _ manifest: Manifest, _ manifestCheck: VerificationCheck, digest: String
    ) throws -> Verification {
        var manifestCheck = manifestCheck
        var summaryCheck = VerificationCheck("summary")
        let files = FileVerification(directory: directory, manifest: manifest)
        let summary: PublishedSummary
        do {
            summary = try PublishedSet.summary(in: directory)
        } catch {
            summaryCheck.note(fault(error, in: "summary.json"))
            return verification(digest, nil, [manifestCheck, try files.check(hasBooks: false), summaryCheck])
        }
        compare(manifest, summary, &manifestCheck)
        let subject = (summary.pipeline, summary.period, summary.toolVersion)
        return verification(
            digest, subject,
            [manifestCheck, try files.check(hasBooks: summary.hasBooks, hasEnded: summary.rollForward != nil)]
                + contentChecks(summary, manifest)
                + (summary.sourceChanges.map { [SourceChangeVerification(stated: $0, manifest: manifest).check()] }
                    ?? [])
        )
    }

    /// What both documents say, they say alike.
    private func compare(_ manifest: Manifest, _ summary: PublishedSummary, _ check: inout VerificationCheck) {
        let file = Manifest.fileName
        check.require(manifest.pipeline, is: summary.pipeline, "is not that of summary.json", in: file, "pipeline")
        check.require(
            manifest.toolVersion, is: summary.toolVersion, "is not that of summary.json", in: file, "tool.version")
        let inputs = Set(manifest.inputs.map(\.name))
        for source in summary.sources {
            for name in source.files where !inputs.contains(name) {
                check.note(
                    SetFault(
                        file: "summary.json", column: "sources, \(source.stage)",
                        "\(name) is not among the manifest's inputs"))
            }
        }
    }

    /// What is inside the files, beyond their bytes.
    private func contentChecks(_ summary: PublishedSummary, _ manifest: Manifest) -> [VerificationCheck] {
        var t1 = VerificationCheck("T1")
        let rejects: RejectedRows
        do {
            rejects = try RejectedRows(in: directory)
            t1 = rejects.check(summary)
        } catch {
            t1.note(fault(error, in: "rejects.csv.gz"))
            return [t1]
        }
        return [t1] + (summary.hasBooks ? tableChecks(summary, manifest, rejects) : pageChecks(summary, [], nil))
    }

    private func tableChecks(
        _ summary: PublishedSummary, _ manifest: Manifest, _ rejects: RejectedRows
    ) -> [VerificationCheck] {
        let tables: TableVerification
        do {
            var reading = try TableVerification(directory: directory, codes: codes, summary: summary)
            try reading.read()
            reading.finishClaims(summary, rejects)
            tables = reading
        } catch {
            var check = VerificationCheck("lines")
            check.note(fault(error, in: "breaks.csv.gz, matches.csv.gz"))
            return [check]
        }
        let totals = TotalVerification(summary: summary, tallies: tables.tallies)
        let items = OpenItemVerification(directory: directory, manifest: manifest, summary: summary, codes: codes)
            .checks()
        return [tables.lines, tables.claims, totals.totals(codes)] + totals.identities() + items.checks
            + pageChecks(summary, tables.tallies, summary.rollForward == nil ? nil : items.sums)
    }

    private func pageChecks(
        _ summary: PublishedSummary, _ tallies: [OutcomeTally], _ items: OpenItemSums?
    ) -> [VerificationCheck] {
        let gates = GateVerification(summary: summary, tallies: tallies, judge: judge).check()
        let page = pageCheck("summary.md") { text in
            SummaryPageVerification(text: text, summary: summary, tallies: tallies, items: items).check()
        }
        let junit = pageCheck("junit.xml") { JUnitVerification(text: $0, summary: summary).check() }
        return [gates, page, junit]
    }

    private func pageCheck(_ file: String, _ look: (String) -> VerificationCheck) -> VerificationCheck {
        do {
            return look(String(decoding: try File.contents(of: "\(directory)/\(file)"), as: UTF8.self))
        } catch {
            var check = VerificationCheck(file)
            check.note(fault(error, in: file))
            return check
        }
    }

    private func fault(_ error: any Error, in file: String) -> SetFault {
        error as? SetFault ?? SetFault(file: file, "cannot be read: \(error)")
    }

    private func verification(
        _ digest: String, _ subject: (pipeline: String, period: String, toolVersion: String)?,
        _ checks: [VerificationCheck]
    ) -> Verification {
        Verification(directory: directory, subject: subject, manifestDigest: digest, checks: checks)
    }
}
