$version: "2"

// Events of every form, in both directions, and names that those of the generator begin with.
namespace echo.events

@xmlNamespace(uri: "http://events.example/")
service Stream {
    version: "2020-01-01"
    operations: [
        Both
        Initial
        Send
        Listen
        Open
        Reader
        Shared
        NewStream
    ]
    errors: [
        Stopped
    ]
}

@mixin
structure InitialMixin {
    @httpHeader("X-a")
    a: String

    @httpHeader("X-b")
    b: Integer

    @httpHeader("X-c")
    c: Times
}

list Times {
    member: Timestamp
}

@http(method: "POST", uri: "/both")
operation Both {
    input := {
        @httpPayload
        events: Events
    }

    output := {
        @httpPayload
        events: Events
    }
}

@http(method: "POST", uri: "/initial")
operation Initial {
    input := with [InitialMixin] {
        @required
        @httpHeader("X-r")
        r: String

        @required
        @httpPayload
        stream: Events
    }

    output := with [InitialMixin] {
        @required
        @httpHeader("X-r")
        r: String

        @required
        @httpPayload
        stream: Events
    }
}

@http(method: "POST", uri: "/send")
operation Send {
    input := with [InitialMixin] {
        @httpPayload
        error: Events
    }

    output := with [InitialMixin] {}
}

@http(method: "POST", uri: "/listen")
operation Listen {
    input := with [InitialMixin] {
        body: String
    }

    output := with [InitialMixin] {
        @httpPayload
        validate: Replies
    }
}

@http(method: "POST", uri: "/open")
operation Open {
    input := {
        @httpPayload
        open: Client
    }

    output := {
        @httpPayload
        out: Client
    }
}

@http(method: "POST", uri: "/reader")
operation Reader {
    output := {
        @httpPayload
        reader: ReaderEvents
    }
}

@http(method: "POST", uri: "/newstream")
operation NewStream {
    input := {
        @httpPayload
        x: API
    }
}

@http(method: "POST", uri: "/shared")
operation Shared {
    input: SharedMessage
    output: SharedMessage
}

structure SharedMessage {
    @httpHeader("X-a")
    a: String

    @httpPayload
    events: Events
}

@streaming
union Events {
    headers: HeaderEvent

    blob: BlobEvent

    string: StringEvent

    media: MediaEvent

    struct: StructEvent

    union: UnionEvent

    empty: EmptyEvent

    body: BodyEvent

    mixed: MixedEvent

    sameBody: BodyEvent

    recursive: Recursive

    @xmlName("renamed")
    @jsonName("renamedJson")
    named: BodyEvent

    Unknown: EmptyEvent
}

structure HeaderEvent {
    @eventHeader
    bool: Boolean

    @eventHeader
    byte: Byte

    @eventHeader
    short: Short

    @eventHeader
    int: Integer

    @eventHeader
    long: Long

    @eventHeader
    blob: Blob

    @eventHeader
    string: String

    @eventHeader
    time: Timestamp

    @required
    @eventHeader
    rint: Integer

    @required
    @eventHeader
    rstring: String

    @required
    @eventHeader
    rtime: Timestamp

    @required
    @eventHeader
    rblob: Blob

    @eventHeader
    color: Color

    @eventHeader
    size: Size
}

enum Color {
    RED
    GREEN
}

intEnum Size {
    S = 1
}

structure BlobEvent {
    @eventPayload
    data: Blob

    @eventHeader
    a: String
}

structure StringEvent {
    @required
    @eventPayload
    data: String
}

structure MediaEvent {
    @eventPayload
    data: MediaBlob
}

@mediaType("image/png")
blob MediaBlob

structure StructEvent {
    @eventPayload
    data: Leaf

    @eventHeader
    id: Long
}

structure UnionEvent {
    @required
    @eventPayload
    data: Choice
}

structure EmptyEvent {}

structure BodyEvent {
    a: String

    b: Integer

    leaf: Leaf

    list: Strings

    when: Timestamp

    @jsonName("jn")
    @xmlName("xn")
    named: String

    data: Blob
}

structure MixedEvent {
    @eventHeader
    h: String

    body: String

    leaf: Leaf

    @xmlFlattened
    flat: Strings
}

structure Recursive {
    next: Recursive
    v: String
}

structure Leaf {
    a: String

    @required
    b: Integer

    self: Leaf

    t: Timestamp
}

union Choice {
    a: String
    b: Leaf
    c: Strings
}

list Strings {
    member: String
}

@streaming
union Replies {
    first: BodyEvent
    second: HeaderEvent
    bad: BadEvent
    worse: WorseEvent
}

@error("client")
structure BadEvent {
    message: String

    code: Integer

    @eventHeader
    h: String
}

@error("server")
structure WorseEvent {
    Message: String
    leaf: Leaf
}

@error("client")
structure Stopped {
    message: String
}

@streaming
union Client {
    config: Config
    bad: BadEvent2
}

structure Config {
    New: String
}

@error("client")
structure BadEvent2 {
    message: String
}

@streaming
union ReaderEvents {
    only: EmptyEvent
}

@streaming
union API {
    Stream_: Config
}
