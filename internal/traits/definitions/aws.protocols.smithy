$version: "2"

// The protocols that services of AWS speak.
namespace aws.protocols

// ---- JSON ---------------------------------------------------------------------------------------

@trait(selector: "service")
@protocolDefinition(traits: [timestampFormat, cors, endpoint, hostLabel])
structure awsJson1_0 with [HttpConfiguration] {}

@trait(selector: "service")
@protocolDefinition(traits: [timestampFormat, cors, endpoint, hostLabel])
structure awsJson1_1 with [HttpConfiguration] {}

@trait(selector: "service")
@protocolDefinition(
    traits: [
        timestampFormat, cors, endpoint, hostLabel
        http, httpError, httpHeader, httpLabel, httpPayload, httpPrefixHeaders, httpQuery, httpQueryParams, httpResponseCode
        httpChecksum, httpChecksumRequired
        jsonName
    ]
)
structure restJson1 with [HttpConfiguration] {}

// What the versions of HTTP are called in a TLS handshake, the one preferred most first.
@private
@mixin(localTraits: [private])
structure HttpConfiguration {
    http: StringList
    eventStreamHttp: StringList
}

@private
list StringList { member: String }

// ---- XML and queries ----------------------------------------------------------------------------

@trait(selector: "service")
@deprecated
@protocolDefinition(
    traits: [
        timestampFormat, cors, endpoint, hostLabel
        http, httpError, httpHeader, httpLabel, httpPayload, httpPrefixHeaders, httpQuery, httpQueryParams, httpResponseCode
        httpChecksum, httpChecksumRequired
        xmlAttribute, xmlFlattened, xmlName, xmlNamespace
    ]
)
@traitValidators(
    UnsupportedProtocolDocument: {
        selector: "~> member :test(> document)"
        message: "restXml has no documents: take another type"
    }
)
structure restXml with [HttpConfiguration] {
    @deprecated
    noErrorWrapping: Boolean
}

@trait(selector: "service [trait|xmlNamespace]")
@deprecated
@protocolDefinition(
    traits: [
        timestampFormat, cors, endpoint, hostLabel
        awsQueryError
        xmlAttribute, xmlFlattened, xmlName, xmlNamespace
    ]
)
@traitValidators(
    UnsupportedProtocolDocument: {
        selector: "~> member :test(> document)"
        message: "awsQuery has no documents: take another type"
    }
)
structure awsQuery {}

@trait(selector: "structure [trait|error]", breakingChanges: [{ change: "any" }])
structure awsQueryError {
    @required
    code: String

    @required
    httpResponseCode: Integer
}

@trait(
    selector: """
        service :test([trait|aws.protocols#awsJson1_0],
                      [trait|smithy.protocols#rpcv2Cbor],
                      [trait|smithy.protocols#rpcv2Json])"""
)
structure awsQueryCompatible {}

@trait(selector: "service [trait|xmlNamespace]")
@deprecated
@protocolDefinition(
    traits: [
        timestampFormat, cors, endpoint, hostLabel
        ec2QueryName
        xmlAttribute, xmlFlattened, xmlName, xmlNamespace
    ]
)
@traitValidators(
    UnsupportedProtocolDocument: {
        selector: "~> member :test(> document)"
        message: "ec2Query has no documents: take another type"
    }
)
structure ec2Query {}

@trait(selector: "structure > member")
@pattern("^[a-zA-Z_][a-zA-Z_0-9-]*$")
string ec2QueryName

// ---- Checksums ----------------------------------------------------------------------------------

@trait(
    selector: "operation"
    breakingChanges: [
        {
            change: "remove", severity: "DANGER"
            message: "new clients send and check no checksums, old ones do: keep serving them"
        }
        {
            change: "remove", path: "/requestAlgorithmMember", severity: "DANGER"
            message: "old clients still choose the algorithm with it"
        }
        {
            change: "remove", path: "/requestValidationModeMember", severity: "DANGER"
            message: "old clients still ask for checksums with it"
        }
        {
            change: "remove", path: "/responseAlgorithms/member", severity: "DANGER"
            message: "old clients still check what they know"
        }
    ]
)
@unstable
structure httpChecksum {
    requestAlgorithmMember: String
    requestChecksumRequired: Boolean
    requestValidationModeMember: String
    responseAlgorithms: ChecksumAlgorithmSet
}

@private
@length(min: 1)
@uniqueItems
list ChecksumAlgorithmSet { member: ChecksumAlgorithm }

@private
enum ChecksumAlgorithm { CRC32, CRC32C, CRC64NVME, MD5, SHA1, SHA256, SHA512, XXHASH64, XXHASH3, XXHASH128 }
