$version: "2.0"

namespace hostile.web

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1
use smithy.waiters#waitable

@service(sdkId: "Web", arnNamespace: "web")
@sigv4(name: "web")
@restJson1(http: ["h2"], eventStreamHttp: ["h2"])
@httpApiKeyAuth(name: "key", in: "header", scheme: "K")
@auth([sigv4, httpApiKeyAuth])
@cors(origin: "https://example.com", maxAge: 3, additionalAllowedHeaders: ["X-A"])
@title("Web")
@xmlNamespace(uri: "http://example.com", prefix: "p")
service Web {
    version: "2020-01-01"
    operations: [GetIt, PutIt, Watch, Head, Upload]
    errors: [Gone]
    rename: {}
}

@readonly
@http(method: "GET", uri: "/a/{label}/b/{rest+}?fixed=1&flag", code: 200)
@waitable(
    ThingExists: {
        documentation: "until it is there"
        minDelay: 1
        maxDelay: 10
        acceptors: [
            { state: "success", matcher: { output: { path: "items[?ok].name | [0]", comparator: "stringEquals", expected: "x" } } }
            { state: "retry", matcher: { errorType: "Gone" } }
            { state: "failure", matcher: { inputOutput: { path: "input.query == output.name", comparator: "booleanEquals", expected: "true" } } }
            { state: "success", matcher: { success: true } }
        ]
    }
)
@examples([
    {
        title: "one"
        input: { label: "l", rest: "r/s", query: "q" }
        output: { name: "n", items: [{ ok: true, name: "x" }], at: 1.5 }
    }
    { title: "two", input: { label: "l", rest: "r" }, error: { shapeId: Gone, content: { message: "no" } }, allowConstraintErrors: true }
])
operation GetIt {
    input := {
        @required @httpLabel label: String
        @required @httpLabel rest: String
        @httpQuery("q") query: String
        @httpQueryParams params: Params
        @httpHeader("X-Token") @idempotencyToken token: String
        @httpPrefixHeaders("X-Meta-") meta: Params
    }
    output := {
        @httpResponseCode code: Integer
        @httpHeader("X-Name") name: String
        items: Items
        @timestampFormat("epoch-seconds") at: Timestamp
        @jsonName("Other") other: String
    }
    errors: [Gone, Busy]
}

map Params { key: String, value: String }
list Items { member: Item }
structure Item { ok: Boolean, @xmlName("n") @xmlAttribute name: String, @xmlFlattened tags: Items }

@error("client")
@httpError(404)
structure Gone { @required message: String, @httpHeader("X-Why") why: String }

@error("server")
@retryable
structure Busy { message: String }

@idempotent
@http(method: "PUT", uri: "/a/{label}", code: 201)
@endpoint(hostPrefix: "{label}.data.")
@httpChecksumRequired
@smithy.api#auth([])
@optionalAuth
operation PutIt {
    input: PutItInput
    output: Unit
}

@input
structure PutItInput {
    @required @httpLabel @hostLabel label: String
    @required @httpPayload body: Body
}

@streaming
@requiresLength
blob Body

@http(method: "POST", uri: "/upload")
@requestCompression(encodings: ["gzip"])
operation Upload {
    input := { @httpPayload @mediaType_ data: Data }
    output := {}
}

@mediaType("application/json")
string Data

@trait(selector: ":is(member, string)", conflicts: [xmlAttribute], structurallyExclusive: "member", breakingChanges: [{ change: "presence" }])
structure mediaType_ {}

@http(method: "POST", uri: "/watch")
operation Watch {
    input := { @httpHeader("X-Room") room: String, @httpPayload events: Events }
    output := { @httpPayload events: Events }
}

@streaming
union Events { message: Message, pulse: Pulse, gone: Gone2 }

structure Message { @eventHeader at: Timestamp, @eventPayload body: Blob }
structure Pulse { count: Long }
@error("client")
structure Gone2 { message: String }

@readonly
@suppress(["HttpMethodSemantics"])
@http(method: "HEAD", uri: "/a/{label}")
operation Head {
    input := { @required @httpLabel label: String }
    output := {}
}
