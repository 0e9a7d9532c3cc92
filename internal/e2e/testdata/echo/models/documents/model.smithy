$version: "2"

// Values of any shape, for the protocols that have them.
namespace echo.documents

service Documents {
    version: "2020-01-01"
    operations: [
        Docs1
        DocPayload
        DocDefaults
        DocUnionPayload
    ]
}

@mixin
structure DocsMixin {
    doc: Document

    @required
    must: Document

    named: Named

    list: DocList

    sparse: SparseDocs

    map: DocMap

    sparseMap: SparseDocMap

    union: DocUnion

    unions: DocUnions

    sparseUnions: SparseUnions

    sparseTimes: SparseTimes

    deep: DocMapMap

    inner: Inner
}

document Named

list DocList {
    member: Document
}

@sparse
list SparseDocs {
    member: Document
}

map DocMap {
    key: String
    value: Document
}

@sparse
map SparseDocMap {
    key: String
    value: Named
}

map DocMapMap {
    key: String
    value: SparseDocMap
}

union DocUnion {
    doc: Document
    docs: DocList
    map: DocMap
    inner: Inner
}

list DocUnions {
    member: DocUnion
}

@sparse
list SparseUnions {
    member: DocUnion
}

@sparse
map SparseTimes {
    key: String
    value: Timestamp
}

structure Inner {
    doc: Document

    inner: Inner

    @required
    must: Document
}

@http(method: "POST", uri: "/docs")
operation Docs1 {
    input := with [DocsMixin] {}
    output := with [DocsMixin] {}
}

@http(method: "POST", uri: "/payload")
operation DocPayload {
    input := {
        @httpPayload
        doc: Document
    }

    output := {
        @httpPayload
        doc: Document
    }
}

@http(method: "POST", uri: "/upayload")
operation DocUnionPayload {
    input := {
        @required
        @httpPayload
        u: DocUnion
    }

    output := {
        @required
        @httpPayload
        u: DocUnion
    }
}

@mixin
structure DefMixin {
    t: Document = true

    f: Document = false

    s: Document = "text \"x\" \\"

    e: Document = ""

    n: Document = 1.5

    z: Document = 0

    l: Document = []

    m: Document = {}

    nul: Document = null

    nested: DefNested

    @required
    req: Document = "r"
}

structure DefNested with [DefMixin] {}

@http(method: "POST", uri: "/defaults")
operation DocDefaults {
    input := with [DefMixin] {}
    output := with [DefMixin] {}
}
