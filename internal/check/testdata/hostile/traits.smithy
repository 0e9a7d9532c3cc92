$version: "2.0"

metadata suppressions = [
    { id: "UnreferencedShape", namespace: "hostile.traits", reason: "shapes for tests" }
    { id: "Custom.Named", namespace: "*" }
]
metadata severityOverrides = [{ id: "Tagged", namespace: "hostile.traits", severity: "DANGER" }]
metadata validators = [
    {
        name: "EmitEachSelector"
        id: "Tagged"
        severity: "NOTE"
        message: "has @{trait|tags|(values)} of @{id|name} and @{var|up|id}"
        namespaces: ["hostile.traits"]
        configuration: { selector: "[trait|tags|(values) = a] $up(<) :not(service)", bindToTrait: tags }
    }
    { name: "EmitNoneSelector", id: "Named", message: "none", configuration: { selector: "operation -[input]-> structure" } }
    { name: "EmitEachSelector", id: "Custom", configuration: { selector: "structure :test(> member[id|member=name]) ~> string" } }
    { name: "EmitEachSelector", id: "Deep", configuration: { selector: ":topdown([trait|auth], [trait|optionalAuth]) :recursive(-[mixin]->) :in(structure)" } }
    { name: "EmitEachSelector", id: "Sets", configuration: { selector: "[@trait|range: @{min} < 3 && @{max} > 1] :root(service) <-[bound, resource]-" } }
    { name: "EmitEachSelector", id: "Vars", configuration: { selector: "service $ops(~> operation) :each(${ops}, resource) [id|namespace ^= 'ho' i]" } }
    { name: "ReservedWords", configuration: { reserved: [{ words: ["*word*", "Sel?ct"], reason: "no" }] } }
    { name: "AbbreviationName", configuration: { allowedAbbreviations: ["ID"] } }
]

namespace hostile.traits

/// A trait of every kind of value.
@trait(selector: ":is(structure, union, operation -[input, output]-> structure)")
structure everything {
    @required
    word: String
    @range(min: 1, max: 5)
    number: Integer
    @length(max: 2)
    list: Words
    map: WordMap
    kind: Kind
    @idRef(failWhenMissing: true, selector: "structure :not([trait|trait])", errorMessage: "must be a structure")
    shape: String
    free: Document
    at: Stamp
    inner: Inner
    choice: One
}

structure Inner { @pattern("^x") deep: String, inner: Inner, big: BigInteger, real: Double }
list Words { member: String }
map WordMap { key: String, value: Words }
enum Kind {
    BIG = "big"
    SMALL = "small"
}
union One { a: String, b: Inner }
@timestampFormat("date-time")
timestamp Stamp

@everything(
    word: """
        a
        block"""
    number: 3
    list: ["a", "b"]
    map: { x: ["y"], "z z": [] }
    kind: "big"
    shape: Used
    free: { any: [1, -2.5e-3, null, true, "t"] }
    at: "1985-04-12T23:20:50.52Z"
    inner: { deep: "xy", inner: { inner: {} }, big: 123456789012345678901234567890, real: "NaN" }
    choice: { b: { deep: "x" } }
)
@tags(["a"])
structure Used { name: String, other: Used }

@trait(selector: "*")
@traitValidators(
    "Flagged.Target": { selector: ":not(structure)", message: "only structures", severity: "WARNING" }
    "Flagged.Deep": { selector: "~> member [trait|required]", severity: "DANGER" }
)
structure flagged {}

@flagged
list Flags { member: Flag }

@flagged
structure Flag { @required it: Boolean }

@trait(conflicts: [lone2])
string lone

@lone("x")
integer Lonely

@trait(selector: "integer")
list lone2 { member: Integer }

@lone2([1, 2])
integer Lonely2

@trait
@unstable
@recommended_
document anything

@trait
structure recommended_ {}

@anything(any: [{}])
@since("1.0")
@externalDocumentation("Home": "https://example.com")
structure Loose {
    @recommended(reason: "so")
    @jsonName("x")
    a: String
    @private_
    b: String
}

@private
@trait
structure private_ {}
