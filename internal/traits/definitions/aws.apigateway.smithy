$version: "2"

// What Amazon API Gateway has to know of a service that it fronts.
namespace aws.apigateway

use aws.api#arnReference

// ---- Access -------------------------------------------------------------------------------------

@trait(selector: "service")
@internal
@tags(["internal"])
string apiKeySource

@trait(selector: "operation")
@internal
@tags(["internal"])
structure apiKeyRequired {}

@trait(selector: ":test(service, resource, operation)")
@internal
@tags(["internal"])
string authorizer

@trait(selector: "service")
@internal
@tags(["internal"])
map authorizers { key: String, value: AuthorizerDefinition }

@private
structure AuthorizerDefinition {
    @required
    @idRef(selector: "[trait|authDefinition]", failWhenMissing: true)
    scheme: String

    type: String
    customAuthType: String
    uri: String
    credentials: String
    identitySource: String
    identityValidationExpression: String
    resultTtlInSeconds: Integer
    authorizerPayloadFormatVersion: PayloadFormatVersion
    enableSimpleResponses: Boolean
}

@private
enum PayloadFormatVersion {
    V1_0 = "1.0"
    V2_0 = "2.0"
}

@trait(selector: "service")
@internal
@tags(["internal"])
document resourcePolicy

// ---- Integrations -------------------------------------------------------------------------------

@trait(selector: ":test(service, resource, operation)", conflicts: ["aws.apigateway#mockIntegration"])
@internal
@tags(["internal"])
structure integration {
    @required
    type: IntegrationType

    @required
    uri: Arn

    credentials: IamRoleArn

    @required
    httpMethod: String

    passThroughBehavior: PassThroughBehavior
    contentHandling: ContentHandling
    timeoutInMillis: Integer
    connectionId: String
    connectionType: ConnectionType = "INTERNET"
    cacheNamespace: String
    payloadFormatVersion: String
    cacheKeyParameters: StringList
    requestParameters: RequestParameters
    requestTemplates: Templates
    responses: IntegrationResponses
    tlsConfig: TlsConfig
    responseTransferMode: String

    @suppress(["RepeatedShapeName"])
    integrationTarget: String
}

@trait(selector: ":test(service, resource, operation)", conflicts: ["aws.apigateway#integration"])
@internal
@tags(["internal"])
structure mockIntegration {
    passThroughBehavior: PassThroughBehavior
    requestParameters: RequestParameters
    requestTemplates: Templates
    responses: IntegrationResponses
}

@private
enum IntegrationType {
    AWS = "aws"
    AWS_PROXY = "aws_proxy"
    HTTP = "http"
    HTTP_PROXY = "http_proxy"
}

@private
enum PassThroughBehavior {
    WHEN_NO_TEMPLATES = "when_no_templates"
    WHEN_NO_MATCH = "when_no_match"
    NEVER = "never"
}

@private
enum ContentHandling { CONVERT_TO_TEXT, CONVERT_TO_BINARY }

@private
enum ConnectionType { INTERNET, VPC_LINK }

@private
structure TlsConfig { insecureSkipVerification: Boolean }

@private
@arnReference
string Arn

@private
@arnReference(type: "AWS::IAM::Role")
string IamRoleArn

@private
list StringList { member: String }

@private
map RequestParameters { key: String, value: String }

@private
map Templates { key: String, value: String }

@private
map IntegrationResponses { key: String, value: IntegrationResponse }

@private
structure IntegrationResponse {
    statusCode: String
    contentHandling: ContentHandling
    responseTemplates: Templates
    responseParameters: ResponseParameters
}

@private
map ResponseParameters { key: String, value: String }

// ---- Requests and responses ---------------------------------------------------------------------

@trait(selector: ":test(service, operation)")
@internal
@tags(["internal"])
string requestValidator

@trait(selector: "service")
@internal
@tags(["internal"])
map gatewayResponses { key: String, value: GatewayResponse }

@private
structure GatewayResponse {
    statusCode: String
    responseParameters: GatewayResponseParameterMap
    responseTemplates: GatewayResponseTemplateMap
}

@private
map GatewayResponseParameterMap { key: String, value: String }

@private
map GatewayResponseTemplateMap { key: String, value: String }

@trait(selector: "service")
@range(min: 0, max: 10485760)
@internal
@tags(["internal"])
integer minimumCompressionSize

// ---- Endpoints ----------------------------------------------------------------------------------

@trait(selector: "service")
@internal
@tags(["internal"])
structure endpointConfiguration {
    @required
    types: EndpointTypes

    vpcEndpointIds: VpcEndpointIds
    disableExecuteApiEndpoint: Boolean
    ipAddressType: IpAddressType
}

@private
list EndpointTypes { member: EndpointType }

@private
enum EndpointType { EDGE, REGIONAL, PRIVATE }

@private
list VpcEndpointIds { member: String }

@private
enum IpAddressType {
    IPV4 = "ipv4"
    DUAL_STACK = "dualstack"
}

@trait(selector: "service")
@internal
@tags(["internal"])
structure apiTlsPolicy {
    @required
    securityPolicy: String

    endpointAccessMode: EndpointAccessMode
}

@private
enum EndpointAccessMode { BASIC, STRICT }
