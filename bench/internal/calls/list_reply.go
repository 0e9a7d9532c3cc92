// The reply of ListFunctions.

package calls

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

const (
	listLength = 50
)

// oneFunction is what Lambda says of a function, in the order in which it says it.
const oneFunction = `{"FunctionName":"worker-%[1]d",` +
	`"FunctionArn":"arn:aws:lambda:us-west-2:123456789012:function:worker-%[1]d",` +
	`"Runtime":"provided.al2023","Role":"arn:aws:iam::123456789012:role/service-role/worker-%[1]d",` +
	`"Handler":"bootstrap","CodeSize":%[2]d,"Description":"takes the orders of shard %[1]d",` +
	`"Timeout":30,"MemorySize":512,"LastModified":"2026-03-04T05:06:07.000+0000",` +
	`"CodeSha256":"%[3]s","Version":"$LATEST",` +
	`"Environment":{"Variables":{"LOG_LEVEL":"info","QUEUE":"orders-%[1]d","TABLE":"orders"}},` +
	`"TracingConfig":{"Mode":"PassThrough"},"RevisionId":"0f1e2d3c-4b5a-6978-8796-%012[1]x",` +
	`"Layers":[{"Arn":"arn:aws:lambda:us-west-2:123456789012:layer:common:%[1]d","CodeSize":4096}],` +
	`"PackageType":"Zip","Architectures":["arm64"],"EphemeralStorage":{"Size":512},` +
	`"SnapStart":{"ApplyOn":"None","OptimizationStatus":"Off"},` +
	`"LoggingConfig":{"LogFormat":"Text","LogGroup":"/aws/lambda/worker-%[1]d"}}`

// ListReply returns a page of 50 functions, of about 45 KB.
func ListReply() []byte {
	var b bytes.Buffer
	b.WriteString(`{"NextMarker":"b3JkZXJzLXdvcmtlci00OQ==","Functions":[`)
	for i := range listLength {
		if i > 0 {
			b.WriteByte(',')
		}
		sum := sha256.Sum256([]byte{byte(i)})
		fmt.Fprintf(&b, oneFunction, i, 100_003*i, base64.StdEncoding.EncodeToString(sum[:]))
	}
	b.WriteString(`]}`)
	return b.Bytes()
}
