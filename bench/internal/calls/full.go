//go:build full

// The calls of the clients of whole services.

package calls

// full are the calls, each named for the row that it belongs to.
var full = []call{
	{name: "list", make: listFunctions, reply: reply("application/json", ListReply())},
	{name: "DynamoDB Query, 100 items in the reply", make: query, reply: dynamoReply(queryReply())},
	{name: "DynamoDB BatchWriteItem, 25 items in the request", make: batchWrite, reply: dynamoReply(batchWriteReply)},
	{name: "S3 ListObjectsV2, 1,000 keys in the reply", make: listObjects, reply: reply("application/xml", listObjectsReply())},
	{name: "S3 DeleteObjects, 1,000 keys in the request", make: deleteObjects, reply: reply("application/xml", deleteReply)},
	{name: "CloudFormation DescribeStacks, 50 stacks in the reply", make: describeStacks, reply: reply("text/xml", describeStacksReply())},
	{name: "CloudFormation CreateStack, 60 parameters in the request", make: createStack, reply: reply("text/xml", createStackReply)},
	{name: "CloudWatch GetMetricData, 5,000 datapoints in the reply", make: metricData, reply: cborReply(metricDataReply())},
	{name: "CloudWatch PutMetricData, 60 datums in the request", make: putMetricData, reply: cborReply([]byte{0xa0})},
}
