import Records
import Testing

@Suite("Batches")
struct RecordBatchTests {
    private static let schema = Schema(columns: [
        Column(name: "id", type: .text), Column(name: "amount", type: .decimal),
    ])

    @Test("Text values are found by their ends, empty ones too")
    func text() {
        let column = TextColumn(bytes: Array("abçd".utf8), ends: [2, 2, 4, 5])
        #expect(column.count == 4)
        #expect((0..<4).map(column.string) == ["ab", "", "ç", "d"])
    }

    @Test("Columns that share their text are a row apart in it")
    func sharedText() {
        let separators: [UInt32] = [.max, 1, 2, 5, 7]
        let columns = (0..<2).map {
            TextColumn(bytes: Array("a,;ç;d;".utf8), separators: separators, column: $0, of: 2)
        }
        #expect(columns.map(\.count) == [2, 2] && columns.allSatisfy { !$0.isDense })
        #expect((0..<2).map(columns[0].string) == ["a", "ç"])
        #expect((0..<2).map(columns[1].string) == ["", "d"])
    }

    @Test("A schema finds its columns by name")
    func schema() {
        #expect(Self.schema.index(of: "amount") == 1)
        #expect(Self.schema.index(of: "Amount") == nil)
    }

    @Test("A batch counts its records")
    func count() {
        let ids = TextColumn(bytes: Array("ab".utf8), ends: [1, 2])
        let batch = RecordBatch(
            schema: Self.schema,
            columns: [.text(ids), .decimal([.one, nil])],
            rows: [1, 3],
            fileIndex: 0
        )
        #expect(batch.count == 2)
    }

    @Test("Columns of different lengths are a bug")
    func unevenColumns() async {
        await #expect(processExitsWith: .failure) {
            let schema = Schema(columns: [Column(name: "amount", type: .decimal)])
            _ = RecordBatch(schema: schema, columns: [.decimal([nil])], rows: [1, 2], fileIndex: 0)
        }
    }
}
