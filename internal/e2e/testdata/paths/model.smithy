$version: "2.0"

namespace example.paths

use aws.protocols#restJson1

@restJson1
service Paths {
    version: "1"
    operations: [
        Look
    ]
}

@http(method: "POST", uri: "/look")
operation Look {
    input := {
        name: String
        @required
        need: String
        groups: Texts
        size: Integer
        thing: Thing
        items: Requests
        entries: RequestMap
    }

    output := {
        text: String
        @required
        given: String
        flag: Boolean
        plain: PrimitiveBoolean = false
        count: Integer
        total: Long = 0
        tiny: Byte
        half: Float
        whole: Double
        when: Timestamp
        huge: BigInteger
        exact: BigDecimal
        bytes: Blob
        color: Color
        level: Level
        thing: Thing
        choice: Choice
        texts: Texts
        holes: Holes
        colors: Colors
        numbers: Numbers
        grid: Grid
        flags: Flags
        things: Things
        sparseThings: SparseThings
        choices: Choices
        byName: ThingMap
        words: WordMap
        sparseWords: SparseWords
        lists: ListMap
        times: Times
        anything: Document
    }
}

structure Thing {
    status: String
    color: Color
    ready: Boolean
    @required
    least: Integer
    count: Integer
    ratio: Double
    parts: Parts
    next: Thing
    tags: Texts
    choice: Choice
    since: Timestamp
}

structure Part {
    name: String
    state: Color
    @required
    number: Integer
    inner: Parts
}

structure Request {
    get: Target
    put: Target
    @required
    table: String
}

structure Target {
    @required
    table: String
    index: String
}

union Choice {
    text: String
    thing: Thing
    number: Integer
    list: Texts
    flag: Boolean
}

enum Color {
    RED = "a"
    GREEN = "b"
    BLUE = "up"
}

intEnum Level {
    LOW = 1
    HIGH = 2
}

list Texts {
    member: String
}

@sparse
list Holes {
    member: String
}

list Colors {
    member: Color
}

list Numbers {
    member: Integer
}

list Grid {
    member: Texts
}

list Flags {
    member: Boolean
}

list Things {
    member: Thing
}

@sparse
list SparseThings {
    member: Thing
}

list Choices {
    member: Choice
}

list Parts {
    member: Part
}

list Requests {
    member: Request
}

list Times {
    member: Timestamp
}

map ThingMap {
    key: String
    value: Thing
}

map WordMap {
    key: Color
    value: String
}

@sparse
map SparseWords {
    key: String
    value: Integer
}

map ListMap {
    key: String
    value: Texts
}

map RequestMap {
    key: String
    value: Requests
}
