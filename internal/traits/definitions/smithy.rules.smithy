$version: "2"

// Endpoint rule sets and decision diagrams, what their parameters are bound to, and their tests.
namespace smithy.rules

@trait(selector: "service")
@unstable
document endpointRuleSet

// ---- Decision diagrams --------------------------------------------------------------------------

@trait(selector: "service")
@unstable
structure endpointBdd {
    @required
    version: String

    @required
    parameters: Parameters

    @required
    conditions: Conditions

    @required
    results: Results

    @required
    @range(min: -1)
    root: Integer

    @required
    @range(min: 0)
    nodeCount: Integer

    @required
    nodes: String
}

@private
map Parameters { key: String, value: Parameter }

@private
structure Parameter {
    @required
    type: ParameterType

    deprecated: Boolean
    documentation: String
    default: Document
    builtIn: String
    required: Boolean
}

enum ParameterType {
    STRING = "string"
    BOOLEAN = "boolean"
    STRING_ARRAY = "stringArray"
}

@private
list Conditions { member: Condition }

@private
structure Condition {
    @required
    fn: String

    @required
    argv: DocumentList

    assign: String
}

@private
list DocumentList { member: Document }

@private
list Results { member: Result }

@private
structure Result {
    @required
    type: ResultType

    documentation: String
    error: Document
    endpoint: EndpointObject
    conditions: Conditions
}

@private
enum ResultType {
    ENDPOINT = "endpoint"
    ERROR = "error"
}

@private
structure EndpointObject {
    @required
    url: Document

    properties: EndpointProperties
    headers: EndpointObjectHeaders
}

@private
map EndpointProperties { key: String, value: Document }

@private
map EndpointObjectHeaders { key: String, value: DocumentList }

// ---- Parameters ---------------------------------------------------------------------------------

@trait(selector: "operation -[input]-> structure > member")
@unstable
structure contextParam {
    @required
    name: String
}

@trait(selector: "operation")
@unstable
map staticContextParams { key: String, value: StaticContextParamDefinition }

@private
@unstable
structure StaticContextParamDefinition {
    @required
    value: Document
}

@trait(selector: "operation")
@unstable
map operationContextParams { key: String, value: OperationContextParamDefinition }

@private
@unstable
structure OperationContextParamDefinition {
    @required
    path: String
}

@trait(selector: "service")
@unstable
map clientContextParams { key: String, value: ClientContextParamDefinition }

@private
@unstable
structure ClientContextParamDefinition {
    @required
    type: ShapeType

    documentation: String
}

@private
@unstable
enum ShapeType {
    STRING = "string"
    BOOLEAN = "boolean"
}

// ---- Tests --------------------------------------------------------------------------------------

@trait(selector: "service :is([trait|smithy.rules#endpointRuleSet], [trait|smithy.rules#endpointBdd])")
@unstable
structure endpointTests {
    @required
    version: String

    testCases: EndpointTestList
}

@private
@unstable
list EndpointTestList { member: EndpointTest }

@private
@unstable
structure EndpointTest {
    documentation: String
    params: Document
    operationInputs: OperationInputs

    @required
    expect: EndpointTestExpectation
}

@private
@unstable
list OperationInputs { member: OperationInput }

@private
@unstable
structure OperationInput {
    @required
    operationName: String

    operationParams: Document
    builtInParams: Document
    clientParams: Document
}

@private
@unstable
union EndpointTestExpectation {
    error: String
    endpoint: EndpointExpectation
}

@private
@unstable
structure EndpointExpectation {
    url: String
    headers: EndpointHeaders
    properties: Properties
}

@private
@unstable
map EndpointHeaders { key: String, value: EndpointHeaderValue }

@private
@unstable
list EndpointHeaderValue { member: String }

@private
@unstable
map Properties { key: String, value: Document }
