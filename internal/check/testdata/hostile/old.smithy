$version: "1.0"

namespace hostile.old

@enum([{ value: "x", name: "X", documentation: "d", tags: ["t"], deprecated: true }, { value: "y", name: "Y" }])
string Named

@enum([{ value: "a b" }])
string Unnamed

set Words { member: Named }

@box
integer Boxed

structure S {
    @box
    a: Integer,
    b: PrimitiveLong,
    c: Boolean,
    d: Boxed,
    @required
    e: PrimitiveBoolean,
    words: Words,
}

apply S$a @documentation("late")
apply S @sensitive

@readonly
@http(method: "GET", uri: "/")
operation Op {
    input: S,
    output: T,
    errors: [E]
}

structure T { m: M }
map M { key: String, value: S }
@error("client")
structure E { message: String }

resource R {
    identifiers: { id: String },
    read: Op2
}
@readonly
operation Op2 { input: In2 }
structure In2 { @required id: String }

service V {
    version: "1",
    operations: [Op],
    resources: [R]
}
