$version: "2"

namespace example.least

use aws.protocols#ec2Query

/// Has one operation, and that nothing.
@ec2Query
@xmlNamespace(uri: "https://example.com/")
service rt {
    operations: [
        nothing
    ]
}

operation nothing {}
