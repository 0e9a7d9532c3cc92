module github.com/smithwright/smithwright/integration

go 1.26.0

require (
	github.com/aws/aws-sdk-go-v2 v1.47.7
	github.com/google/go-cmp v0.7.0
	github.com/smithwright/smithwright v0.0.0
)

require (
	github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream v1.7.26 // indirect
	github.com/aws/smithy-go v1.28.8 // indirect
	github.com/dlclark/regexp2 v1.12.0 // indirect
)

replace github.com/smithwright/smithwright => ../
