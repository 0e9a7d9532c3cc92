$version: "2"

namespace example.odd

use example.other#client
use smithy.protocols#rpcv2Cbor

/// Names that mean something to Go, or that generated code uses itself.
@rpcv2Cbor
@aws.protocols#awsJson1_1
@aws.api#service(sdkId: "Init")
@aws.auth#sigv4(name: "init")
@title("Odd")
service init {
    version: "1"
    operations: [
        func
        New
        Client
        API
        select
        watch
    ]
    rename: {
        "example.other#client": "OtherClient"
    }
    errors: [
        panic
    ]
}

operation func {
    input: make
    output: int32
    errors: [
        Error_
    ]
}

operation New {}

operation Client {
    input: Config
}

operation API {
    output: Options
}

operation select {
    input := {
        append: Names

        words: Words

        others: example.other#Words

        len: client

        @idempotencyToken
        token: String
    }

    output := {
        nil: Tree
    }
}

/// Events, one of them the name of a method.
operation watch {
    output := {
        @required
        first: String

        events: events
    }
}

@streaming
union events {
    Next: Tick
    close: Tick
    all: panic
}

structure Tick {
    @eventHeader
    type: String

    @eventPayload
    Err: Blob
}

structure make {
    error: String

    time: Timestamp

    document: Document

    big: BigInteger

    rt: bytes

    @required
    schema: any

    v: matrix

    in: Tree

    ctx: Boolean = true

    opts: nil = "c"

    unsafe: map
}

blob bytes

structure int32 {
    Validate: String

    SmithySchema: String

    validate_: String

    Metadata: String

    ErrorMetadata: String

    @default([])
    default: Names

    @default("")
    empty: String

    @default(3)
    three: Integer
}

structure Config {
    core: String
}

structure Options {}

@error("server")
@httpError(503)
@retryable(throttling: true)
structure panic {
    Error: String
    ErrorCode: String
    message: String
    HTTPStatusCode: Integer
}

@error("client")
structure Error_ {
    error: panic
}

union any {
    string: String
    nothing: Unit
    any: any
    Unknown: Tree
    value: anyValue
    list: Names
    time: Timestamp
    document: Document
}

structure anyValue {
    self: any
}

/// Contains itself in every way that there is.
structure Tree {
    @length(min: 1)
    name: String

    one: Tree

    many: Trees

    named: TreeMap

    either: any

    deep: TreeMapList
}

list Trees {
    member: Tree
}

map TreeMap {
    key: nil
    value: Tree
}

list TreeMapList {
    member: TreeMap
}

list Words {
    member: String
}

@uniqueItems
list Names {
    @pattern("^[`\"\\\\]+$")
    member: String
}

@sparse
list matrix {
    member: row
}

@sparse
list row {
    member: number
}

@range(min: -1, max: 1.5)
double number

@sparse
map map {
    key: String
    value: row
}

enum nil {
    a
    A_ = "b"
    Values = "c"
    __a = "d"
    TRUE = "true"
}

intEnum iota {
    zero = 0
    minus = -1
}

apply int32 @documentation("*/ //go:build ignore")
