// What single services need that no trait of their models says: the one table of it, with the reasons.

package plan

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// special is what one service, or some operations of one, need. Everything is said in terms that the runtime has for all
// services, so that no service is named there.
type special struct {
	service    string   // the sdkId of its trait aws.api#service
	operations []string // by the names of their shapes; nil for all
	why        string

	forPackage   func(*Package)
	forOperation func(*Operation)
	forField     func(*shape.Member, *Field)
}

// specials is the table. A service may have several rows.
var specials = []special{
	{
		service: "API Gateway",
		why:     "without this header the service answers in another dialect of JSON (HAL), which its model does not describe",
		forPackage: func(p *Package) {
			p.Headers = append(p.Headers, Header{"Accept", "application/json"})
		},
	},
	{
		service: "Glacier",
		why:     "the service takes no request that does not name the API's version",
		forPackage: func(p *Package) {
			p.Headers = append(p.Headers, Header{"X-Amz-Glacier-Version", p.Version})
		},
	},
	{
		service:  "Glacier",
		why:      "a hyphen stands for the account that signs the request, which callers mostly mean and need not spell out",
		forField: accountByDefault,
	},
	{
		service:    "Glacier",
		operations: []string{"UploadArchive", "UploadMultipartPart"},
		why:        "the service takes no upload without the tree hash of its body",
		forOperation: func(o *Operation) {
			o.Digest = Func{runtimePath + "/special", "TreeHash"}
		},
	},
	{
		service:    "Glacier",
		why:        "the service checks the hash of an upload's body, and takes it with every other request",
		forPackage: func(p *Package) { p.sign("ContentHash") },
	},
	{
		service:    "Machine Learning",
		operations: []string{"Predict"},
		why:        "each model has an endpoint of its own for predictions, which the request names",
		forOperation: func(o *Operation) {
			o.Steps = append(o.Steps, Step{Type: "EndpointOf", Field: "Member", Value: "PredictEndpoint"})
		},
	},
	{
		service: "Route 53",
		why: "the service gives out the ids of hosted zones, changes and delegation sets with a path before them, which it does not " +
			"take back in one",
		forOperation: func(o *Operation) {
			if strings.Contains(o.URI, "{") {
				o.Steps = append(o.Steps, Step{Type: "WithoutPrefix", Field: "Prefixes", List: []string{
					"%2Fhostedzone%2F", "%2Fchange%2F", "%2Fdelegationset%2F",
				}})
			}
		},
		forField: func(m *shape.Member, f *Field) {
			if name := m.Target.ID.Name(); f.Row.Bind == "Label" && f.Check != nil && (name == "ResourceId" || name == "ChangeId") {
				f.Check.Length = nil // it holds without the path only
			}
		},
	},
	{
		service: "S3",
		why: "a bucket has a host of its own, and new ones in new Regions have nothing else; the rules that the model has for " +
			"endpoints say so, and take this row's place where they are compiled",
		forPackage: func(p *Package) { p.Buckets = true },
		forOperation: func(o *Operation) {
			if strings.HasPrefix(o.URI, "/{Bucket}") {
				o.Steps = append(o.Steps, Step{Type: "InHost", Field: "Member", Value: "Bucket"})
			}
		},
	},
	{
		service:    "S3",
		operations: []string{"CompleteMultipartUpload", "CopyObject", "UploadPartCopy"},
		why:        "the service sends the status of a success while it still works, so that a failure comes in the body",
		forOperation: func(o *Operation) {
			o.ErrorWithin = true
		},
	},
	{
		service:    "S3",
		why:        "the service wants paths signed as they are sent, and the hash of the body in a header",
		forPackage: func(p *Package) { p.sign("PlainPath", "ContentHash") },
	},
	{
		service:    "S3 Control",
		why:        "it is S3 that checks the signature: see there",
		forPackage: func(p *Package) { p.sign("PlainPath", "ContentHash") },
	},
}

// sign adds options of the runtime's signer.
func (p *Package) sign(options ...string) {
	if p.Auth != nil {
		p.Auth.Options = append(p.Auth.Options, options...)
	}
}

// accountByDefault fills in a hyphen for an account's id that the caller left out.
func accountByDefault(m *shape.Member, f *Field) {
	if m.Name != "accountId" || f.Row.Bind != "Label" {
		return
	}
	f.Row.Default, f.Row.Required = `"-"`, false
	f.Otherwise = `If it is empty, "-" is sent, which stands for the account that signs the request.`
	if f.Check == nil {
		return
	}
	f.Check.Label, f.Check.Guard = false, NotZero
	if !f.Check.any() {
		f.Check = nil
	}
}

// special returns the service's rows of the table.
func (b *builder) special() []special {
	id := ""
	if v, ok := b.service.Trait("aws.api#service"); ok {
		id = field(v, "sdkId")
	}
	return slices.DeleteFunc(slices.Clone(specials), func(s special) bool { return id == "" || s.service != id })
}

// specialize changes what the service's rows are about.
func (b *builder) specializePackage() {
	for _, s := range b.special() {
		if s.forPackage != nil {
			s.forPackage(b.pkg)
		}
	}
}

func (b *builder) specializeOperation(o *Operation) {
	for _, s := range b.special() {
		if s.forOperation != nil && (s.operations == nil || slices.Contains(s.operations, o.ShapeName)) {
			s.forOperation(o)
		}
	}
}

func (b *builder) specializeField(m *shape.Member, f *Field) {
	for _, s := range b.special() {
		if s.forField != nil {
			s.forField(m, f)
		}
	}
}
