$version: "2"

// Enums, tokens, empty and shared structures, secrets, resources.
namespace echo.data

@mixin
structure EnumsMixin {
    color: Color
    colors: Colors
    colorKeys: ColorMap
    size: Size
    sizes: Sizes
    sizeMap: SizeMap
    old: OldEnum
    huge: HugeEnum
}

@enum([
    {
        name: "A"
        value: "a"
    }
    {
        name: "B"
        value: "b"
    }
])
string OldEnum

enum HugeEnum {
    A
    B
    C
    D
}

@http(method: "POST", uri: "/Enums")
operation Enums {
    input := with [EnumsMixin] {}
    output := with [EnumsMixin] {}
}

@http(method: "POST", uri: "/Tokens")
operation Tokens {
    input := {
        @idempotencyToken
        token: String

        @required
        rtoken: Tok
    }

    output := {
        token: String
        rtoken: String
    }
}

@length(min: 4)
string Tok

structure SharedStruct {
    a: String

    self: SharedStruct

    @idempotencyToken
    token: String
}

@http(method: "POST", uri: "/Shared1")
operation Shared1 {
    input: SharedStruct
    output: SharedStruct
}

@http(method: "POST", uri: "/Shared2")
operation Shared2 {
    input: SharedStruct
    output: Leaf
    errors: [
        SharedError
    ]
}

@error("client")
structure SharedError {
    message: String
    shared: SharedStruct
}

@http(method: "POST", uri: "/Nothing")
operation Nothing {}

@http(method: "POST", uri: "/OnlyIn")
operation OnlyIn {
    input := {
        a: String
    }
}

@http(method: "POST", uri: "/OnlyOut")
operation OnlyOut {
    output := {
        a: String
    }
}

@http(method: "POST", uri: "/EmptyIn")
operation EmptyIn {
    input: Empty
    output: Empty
}

@mixin
structure SensitiveMixin {
    password: Secret

    @required
    rpassword: Secret

    secrets: Secrets

    map: SecretMap

    struct: SecretStruct

    union: SecretUnion

    n: SecretInt
}

@sensitive
@length(min: 3)
string Secret

@sensitive
@range(min: -1000000000)
integer SecretInt

list Secrets {
    member: Secret
}

map SecretMap {
    key: Secret
    value: Secret
}

@sensitive
structure SecretStruct {
    a: String
}

@sensitive
union SecretUnion {
    a: String
    b: SecretStruct
}

@http(method: "POST", uri: "/Sensitive")
operation Sensitive {
    input := with [SensitiveMixin] {}
    output := with [SensitiveMixin] {}
}

resource Thing {
    identifiers: {
        id: String
    }
    properties: {
        name: String
    }
    create: CreateThing
    read: GetThing
    list: ListThings
    delete: DeleteThing
    resources: [
        Part
    ]
}

resource Part {
    identifiers: {
        id: String
        partId: String
    }
    read: GetPart
}

@http(method: "POST", uri: "/things")
operation CreateThing {
    input := for Thing {
        $name
    }

    output := for Thing {
        @required
        $id

        $name
    }
}

@readonly
@http(method: "POST", uri: "/things/get")
operation GetThing {
    input := for Thing {
        @required
        $id
    }

    output := for Thing {
        @required
        $id

        $name
    }
}

@readonly
@http(method: "POST", uri: "/things/list")
operation ListThings {
    output := {
        items: ThingList
    }
}

list ThingList {
    member: ThingSummary
}

structure ThingSummary for Thing {
    @required
    $id

    $name
}

@idempotent
@http(method: "POST", uri: "/things/delete")
operation DeleteThing {
    input := for Thing {
        @required
        $id
    }

    output := {}
}

@readonly
@http(method: "POST", uri: "/things/part")
operation GetPart {
    input := for Part {
        @required
        $id

        @required
        $partId
    }

    output := {}
}
