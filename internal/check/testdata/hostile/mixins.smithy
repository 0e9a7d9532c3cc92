$version: "2"

namespace hostile.mixins

@mixin
@tags(["m"])
structure Base {
    @required
    id: Id
    note: String
}

@mixin(localTraits: [sensitive, deprecated])
@deprecated
structure More with [Base] {
    /// Of its own.
    extra: Integer
    $note
}

structure Left with [More] { @length(max: 3) $note }

structure Diamond with [Base, More] {}

apply Left$extra @range(min: 1)

apply Diamond$id @documentation("the id of both")

@mixin
union Part { a: String }

union Whole with [Part] { b: Integer }

@mixin
@pattern("a+")
string Text

string Id with [Text]

@mixin
list Items { @length(max: 2) member: String }

list Mine with [Items] {}

@mixin
map Pairs { key: String, value: Id }

map Own with [Pairs] { @documentation("v") $value }

@mixin
enum Few {
    A
    B = "b"
}

enum Many with [Few] { C }

@mixin
intEnum Small {
    ONE = 1
}

intEnum Large with [Small] {
    TWO = 2
}

@mixin
@auth([])
@httpBearerAuth
service Common { version: "1", errors: [Failure] }

service Api with [Common] {
    operations: [Do]
    resources: [Thing]
    rename: { "hostile.mixins#Text2": "Txt" }
}

string Text2

@mixin
operation Failing { errors: [Failure] }

operation Do with [Failing] {
    input := with [Base] { more: Text2, $note }
    output := { @required left: Left }
}

@error("client")
@retryable(throttling: true)
@httpError(400)
structure Failure with [Base] { message: String }

resource Thing {
    identifiers: { thingId: Id }
    properties: { size: Integer, label: String, note: String }
    read: GetThing
    update: SetThing
    list: ListThings
    resources: [Child]
}

@readonly
operation GetThing {
    input := for Thing { @required $thingId }
    output := for Thing { $size, $label }
}

operation SetThing {
    input := for Thing with [Tail] { @required $thingId, $size }
    output := {}
}

@mixin
structure Tail { note: String }

@readonly
@paginated(inputToken: "token", outputToken: "next.token", items: "things", pageSize: "max")
operation ListThings {
    input := { @notProperty token: String, @notProperty max: Integer }
    output := { @notProperty next: Next, @notProperty things: Mine }
}

structure Next { token: String }

resource Child {
    identifiers: { thingId: Id, childId: Id }
    create: MakeChild
    put: PutChild
    delete: DropChild
    operations: [TouchChild]
    collectionOperations: [CountChildren]
}

operation MakeChild { input := for Child { @required $thingId } }

@idempotent
operation PutChild { input := for Child { @required $thingId, @required $childId } }

@idempotent
operation DropChild { input := for Child { @required $thingId, @required @resourceIdentifier("childId") name: Id } }

operation TouchChild { input := for Child { @required $thingId, @required $childId } }

operation CountChildren { input := for Child { @required $thingId } }

@references([{ resource: Thing, ids: { thingId: "it" } }, { service: Api, resource: Thing, rel: "x" }])
structure Referring { @required it: Id, @required thingId: Id }
