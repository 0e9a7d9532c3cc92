// Tests that the models of this dialect pass the validators like those of Smithy.

package c2j

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/traits"
)

// namespaces are those of the traits that this package makes.
var namespaces = []string{
	"smithy.api", "smithy.rules", "smithy.waiters", "smithy.protocols", "aws.api", "aws.auth", "aws.customizations", "aws.protocols",
}

// loadDefined reads files into one model with the definitions of the traits.
func loadDefined(diags *diag.List, files ...*source.File) *shape.Model {
	return shape.Assemble(append(Parse(files, diags), traits.Decls(namespaces...)...), diags)
}

// own are the dangers that the published models of Smithy have as well, or suppress, which this dialect can't: S3 binds
// Content-Length, and the tokens of DynamoDB's pages are maps; endpoints of DynamoDB depend on the account, and those of S3 are
// signed for S3 Express.
var own = map[string]bool{
	"HttpHeaderTrait": true, "PaginatedTrait.WrongShapeType.inputToken": true, "PaginatedTrait.WrongShapeType.outputToken": true,
	"RuleSetAwsBuiltIn.AWS::Auth::AccountId": true, "RuleSetAwsBuiltIn.AWS::Auth::AccountIdEndpointMode": true, "RuleSetAuthSchemes": true,
}

func TestEveryPublishedModelIsValid(t *testing.T) {
	t.Parallel()
	for _, path := range modelPaths(t) {
		service := filepath.Base(filepath.Dir(filepath.Dir(path)))
		t.Run(service, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			check.Model(loadDefined(&diags, readModel(t, path)...), &diags)
			for _, d := range diags.Sorted() {
				if d.Severity == diag.Error || d.Severity == diag.Danger && !own[d.Code] {
					t.Errorf("%s", strings.TrimSpace(d.Span.String()+" "+d.Severity.String()+"["+d.Code+"] "+d.Shape+": "+d.Message))
				}
			}
		})
	}
}
