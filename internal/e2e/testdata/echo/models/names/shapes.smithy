$version: "2"

// Names that mean something to Go or to the generator, of shapes and members.
namespace echo.names

@input
structure NewInput {
    string: String
    int32: int32
    any: any
    nil: nil
    iota: iota
    true_: true
    make: make
    panic: panic
    chan: chan
    func: func
    map: map
    range: range
    select: select
    interface: interface
    struct: struct
    go: go
    defer: defer
    package: package
    import: import
    const: const
    var: var
    return: return
    switch: switch
    case: case
    default: default
    for: for
    if: if
    else: else
    goto: goto
    break: break
    continue: continue
    fallthrough: fallthrough
    context: context
    rt: rt
    schema: schema
    unsafe: unsafe
    time: time
    io: io
    big: big
    document: document_
    validate: validate
    restjson: restjson
    aws: aws
    compress: compress
    special: special
    ecma: ecma
    service: service_
    opNew: opNew
    schemaNew: schemaNew
    listNames: listNames
    mapNames: mapNames
    patternX: patternX
    core: core
    c: c
    ctx: ctx
    in: in
    opts: opts
    cfg: cfg
    v: v
    p: p
    err: err
    e: e
    i: i
    k: k
    element: element
    Options: Options
    Version1: Version1
    Twin: echo.names#Twin
    otherTwin: Twin2
    u: AnyUnion
    enumClash: Clash
    intClash: IntClash
    SmithySchema: SmithySchema
    methods: Methods
    lst: ListNames2
    mp: MapNames2
    listNames2: ListOther
}

structure NewOutput {
    x: echo.other#Twin
    y: echo.other#TwinUnion
    z: echo.other#TwinEnum
    l: echo.other#TwinList
    own: echo.names#TwinList
}

structure Methods {
    SmithySchema: SmithySchema
    Validate: validate
    Error: String
    ErrorCode: String
    ErrorFault: String
    ErrorMessage: String
    ErrorMetadata: String
    HTTPStatusCode: String
    Metadata: String
    Value: String
    String: String
    GoString: String
    Format: String
    Is: String
    As: String
    Unwrap: String
    Read: String
    Close: String
    MarshalJSON: String
    UnknownVariant: String
    Tag: String
    a: String
    _a: String
    a_: String
    x1: String
    _1: String
    noDocumentSerde: String
}

structure int32 {
    @required
    int32: Integer

    int64: Long
}

structure any {
    @smithy.api#range(min: 1)
    any: Integer
}

structure nil {
    nil: Boolean
}

structure iota {
    iota: Integer
}

structure true {
    true: Boolean
    false: Boolean
}

structure make {
    @length(min: 1, max: 3)
    make: StringList
}

structure panic {
    panic: String
}

structure chan {
    chan: String
}

structure func {
    func: String
}

structure map {
    map: StringMap
}

structure range {
    @smithy.api#range(min: 1, max: 2)
    range: Integer
}

structure select {
    select: String
}

structure interface {
    interface: String
}

structure struct {
    struct: String
}

structure go {
    go: String
}

structure defer {
    defer: String
}

structure package {
    package: String
}

structure import {
    import: String
}

structure const {
    const: String
}

structure var {
    var: String
}

structure return {
    return: String
}

structure switch {
    switch: String
}

structure case {
    case: String
}

structure default {
    default: String
}

structure for {
    @required
    for: StringList
}

structure if {
    if: String
}

structure else {
    else: String
}

structure goto {
    goto: String
}

structure break {
    break: String
}

structure continue {
    continue: String
}

structure fallthrough {
    fallthrough: String
}

structure context {
    @required
    context: Context3
}

structure Context2 {
    x: String
}

structure rt {
    @required
    rt: Rt3
}

structure schema {
    schema: Schema3
}

structure unsafe {
    unsafe: String
}

structure time {
    @required
    time: Timestamp
}

structure io {
    io: String
}

structure big {
    @required
    @smithy.api#range(min: 1)
    big: BigInteger

    @smithy.api#range(max: 2.5)
    dec: BigDecimal
}

structure document_ {
    document: String
}

structure validate {
    @pattern("^a$")
    validate: String
}

structure restjson {
    restjson: String
}

structure aws {
    aws: String
}

structure compress {
    compress: String
}

structure special {
    special: String
}

@pattern("^(?!a)b$")
string EcmaText

structure ecma {
    ecma: EcmaText
}

structure service_ {
    service: String
}

structure opNew {
    opNew: String
}

structure schemaNew {
    schemaNew: String
}

structure listNames {
    names: Names
}

structure mapNames {
    names: NameMap
}

structure patternX {
    @pattern("^x+$")
    x: String

    @pattern("^x+$")
    y: PatternX_

    pattern: String
}

@pattern("^x+$")
string PatternX_

list Names {
    member: String
}

map NameMap {
    key: String
    value: String
}

list ListNames2 {
    member: Names
}

map MapNames2 {
    key: String
    value: NameMap
}

list ListOther {
    member: ListNames2
}

structure core {
    core: String
}

structure c {
    @required
    c: String
}

structure ctx {
    @required
    ctx: String
}

structure in {
    @required
    @length(min: 2)
    in: String
}

structure opts {
    @required
    opts: String
}

structure cfg {
    cfg: String
}

structure v {
    @required
    @length(min: 1)
    v: VList
}

@uniqueItems
list VList {
    member: v2
}

structure v2 {
    @required
    @length(min: 1)
    v: String

    value: String
}

structure p {
    @required
    p: VMap
}

map VMap {
    @length(min: 1)
    key: String

    value: v2
}

structure err {
    @required
    err: String
}

structure e {
    @required
    e: String
}

structure i {
    @required
    i: IList
}

list IList {
    member: IInner
}

list IInner {
    @length(min: 1)
    member: String
}

structure k {
    @required
    k: KMap
}

map KMap {
    key: Kn
    value: KMap2
}

map KMap2 {
    @pattern("^k")
    key: String

    @smithy.api#range(max: 3)
    value: Integer
}

enum Kn {
    A
    B
}

structure element {
    element: String
}

structure Options {
    Options: String
}

structure Version1 {
    Version1: Boolean
}

structure SmithySchema {
    SmithySchema: String
}

structure Context3 {
    a: String
}

structure Rt3 {
    a: String
}

structure Schema3 {
    a: String
}

structure Twin {
    mine: String
}

structure Twin2 {
    mine: String
}

list TwinList {
    member: Twin
}

structure TwinShape {
    x: String
}

enum TwinEnum {
    A
}

union TwinUnion {
    a: String
}

list StringList {
    member: String
}

map StringMap {
    key: String
    value: String
}

union AnyUnion {
    Unknown: String
    unknown_: String
    value: String
    variant: AnyUnionUnknown
    UnknownVariant: String
    nil: Unit
    map: StringMap
}

structure AnyUnionUnknown {
    x: String
}

structure AnyUnionValue {
    x: String
}

structure AnyUnionNil {
    x: AnyUnionUnknown
    y: AnyUnionValue
}

enum Clash {
    A_B = "1"
    AB = "2"
    _AB = "6"
    A__B = "7"
    A_B_ = "8"
    Value = "9"
    A1 = "10"
    A_1 = "11"
    string = "quote\" \\ back`tick\nnewline\u0000nul\u2028"
    Empty = "-"
    US_WEST_2 = "us-west-2"
    usWest2 = "usWest2"
}

intEnum IntClash {
    A_B = 1
    AB = -1
    ZERO = 0
}

structure ClashAB {
    x: Clash
}

@http(method: "POST", uri: "/config")
operation Config {
    input: ConfigInput
    output: Twin2
}

structure ConfigInput {
    a: ClashAB
    b: AnyUnionNil
    c: TwinShape
    d: NewValue
    e: ClientAPI
}

structure NewValue {
    a: String
}

structure ClientAPI {
    a: String
}

@http(method: "POST", uri: "/api")
operation API {}

@http(method: "POST", uri: "/do")
operation Do {
    input: Shared
    output: Shared
}

@http(method: "POST", uri: "/len")
operation len {
    input: Shared
    output: Shared
    errors: [
        ErrorMembers
        nilError
    ]
}

@http(method: "POST", uri: "/append")
operation append {
    input: appendInput
}

structure appendInput {
    append: String
    cap: Integer
    copy: Boolean
    new: Timestamp
    print: StringList
    recover: Names
    delete: NameMap
    complex: Float
    real: Double
    imag: Long
    rune: Short
    byte: Byte
    uint: Integer
    error: String
    bool: Boolean
    float64: Double
    comparable: String
    max: Integer
    min: Integer
    clear: Boolean
    uintptr: Integer
}

structure appendOutput2 {
    a: String
}

@http(method: "POST", uri: "/region")
operation Region {
    output := {
        Region: String
        type: typeOutput2
    }
}

structure typeOutput2 {
    x: appendOutput2
}

@http(method: "POST", uri: "/endpoint")
operation Endpoint {
    input := {
        Endpoint: String
    }
}

@http(method: "POST", uri: "/type")
operation type {}

@http(method: "POST", uri: "/close")
operation Close {}

@http(method: "POST", uri: "/send")
operation Send {}

structure Shared {
    a: String
    shared: Shared
    b: SharedList
}

list SharedList {
    member: Shared
}

@smithy.api#error("client")
@httpError(418)
structure error {
    message: String
    Error: String
    error_: String
}

@smithy.api#error("server")
structure Error2 {
    Message: String
}

@smithy.api#error("client")
structure Error3 {
    MESSAGE: String
}

@smithy.api#error("server")
@httpError(503)
@retryable(throttling: true)
structure Metadata_ {
    Metadata: String
    ErrorMetadata: Integer
    ErrorCode: Boolean
}

@smithy.api#error("client")
structure ErrorMembers {
    Error: String

    ErrorCode: Integer

    ErrorFault: Boolean

    ErrorMessage: StringList

    ErrorMetadata: Names

    HTTPStatusCode: Integer

    Metadata: String

    SmithySchema: String

    Validate: String

    Is: String

    Unwrap: String

    As: String

    @required
    message: StringList
}

@smithy.api#error("client")
structure nilError {
    nil: nil
    message: Integer
}
