// Which operations can be repeated without harm: what clients ask before they send a request again that may have been carried
// out already.

package plan

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// repeatable reports whether an operation can be repeated without harm although its HTTP method does not say so: the model calls
// it readonly or idempotent, its requests have a token by which the service knows them again, waiters poll it, or AWS's names
// say that it reads.
func (b *builder) repeatable(op *shape.Shape) bool {
	if v, ok := op.Trait("smithy.api#http"); ok && methodRepeats(field(v, "method")) {
		return false // nothing to add
	}
	for _, trait := range []shape.ID{"smithy.api#readonly", "smithy.api#idempotent", "smithy.waiters#waitable"} {
		if op.Traits.Has(trait) {
			return true
		}
	}
	if op.Input != nil && slices.ContainsFunc(op.Input.Members, func(m *shape.Member) bool {
		return m.Traits.Has("smithy.api#idempotencyToken")
	}) {
		return true
	}
	return b.ofAWS() && reads(op.ID.Name())
}

// ofAWS reports whether the service is one of AWS.
func (b *builder) ofAWS() bool { return b.service.Traits.Has("aws.api#service") }

// methodRepeats reports whether HTTP promises that to repeat a request does no more than to send it once, which the runtime
// knows by itself.
func methodRepeats(method string) bool {
	return slices.Contains([]string{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"}, method)
}

// readingWords begin the names of operations that only read. AWS keeps to them, and rarely says readonly where the protocol has
// no HTTP methods: of the operations of its models that this is asked of, the words are all that tells it of 1,800.
var readingWords = []string{
	"BatchDescribe", "BatchGet", "Describe", "Filter", "Get", "Head", "List", "Lookup", "Query", "Scan", "Search", "Select", "TransactGet",
}

// notReading are operations whose names begin so and that do more.
var notReading = []string{
	"GetActivityTask",           // of Step Functions: hands a task to the caller
	"GetTokensFromRefreshToken", // of Cognito: may use the token up
}

// reads reports whether the name of an operation says that it only reads.
func reads(name string) bool {
	return !slices.Contains(notReading, name) && slices.ContainsFunc(readingWords, func(word string) bool {
		rest, ok := strings.CutPrefix(name, word)
		return ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z')
	})
}
