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
	underRules bool // the row holds only where the model has rules for endpoints

	forPackage   func(*Package)
	forOperation func(*Operation)
	forField     func(*shape.Member, *Field)
	repeat       string // what a token of a page that comes again means: a constant of the runtime
	more         string // the member of a reply that says whether there are more pages
	sessions     *Sessions
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
		service:      "DocDB",
		operations:   []string{"CopyDBClusterSnapshot"},
		why:          whyPresigned,
		forOperation: copies("PreSignedUrl", "", "SourceDBClusterSnapshotIdentifier"),
	},
	{
		service:      "EC2",
		operations:   []string{"CopySnapshot"},
		why:          whyPresigned,
		forOperation: copies("PresignedUrl", "SourceRegion", ""),
	},
	{
		service:    "CloudWatch Logs",
		operations: []string{"GetLogEvents"},
		why:        "the last page names itself as the next, so that a caller can ask again for what comes later",
		repeat:     "RepeatEnds",
	},
	{
		service:    "CloudWatch Logs",
		operations: []string{"FilterLogEvents"},
		why:        "a search that has found nothing yet may give the same token again, and goes on all the same",
		repeat:     "RepeatGoes",
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
		service: "DynamoDB",
		why:     "each reply has a checksum in a header that no trait speaks of; it is one of what is sent, so no compressed reply is asked for",
		forPackage: func(p *Package) {
			p.Headers = append(p.Headers, Header{"Accept-Encoding", "identity"})
		},
		forOperation: func(o *Operation) {
			o.Verifier = &Step{Type: "ReplyCRC32", Field: "Header", Value: "X-Amz-Crc32"}
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
		service:      "Neptune",
		operations:   []string{"CopyDBClusterSnapshot"},
		why:          whyPresigned,
		forOperation: copies("PreSignedUrl", "", "SourceDBClusterSnapshotIdentifier"),
	},
	{
		service:      "Neptune",
		operations:   []string{"CreateDBCluster"},
		why:          whyPresigned,
		forOperation: copies("PreSignedUrl", "", "ReplicationSourceIdentifier"),
	},
	{
		service:    "Polly",
		operations: []string{"SynthesizeSpeech"},
		why:        "a presigned request is for a browser or a player, which only follow addresses: the service takes it as a GET too",
		forOperation: func(o *Operation) {
			o.Presigned = Func{runtimePath + "/special", "BodyInQuery"}
		},
	},
	{
		service:      "RDS",
		operations:   []string{"CopyDBClusterSnapshot"},
		why:          whyPresigned,
		forOperation: copies("PreSignedUrl", "", "SourceDBClusterSnapshotIdentifier"),
	},
	{
		service:      "RDS",
		operations:   []string{"CopyDBSnapshot"},
		why:          whyPresigned,
		forOperation: copies("PreSignedUrl", "", "SourceDBSnapshotIdentifier"),
	},
	{
		service:      "RDS",
		operations:   []string{"CreateDBCluster"},
		why:          whyPresigned,
		forOperation: copies("PreSignedUrl", "", "ReplicationSourceIdentifier"),
	},
	{
		service:      "RDS",
		operations:   []string{"CreateDBInstanceReadReplica"},
		why:          whyPresigned,
		forOperation: copies("PreSignedUrl", "", "SourceDBInstanceIdentifier"),
	},
	{
		service:      "RDS",
		operations:   []string{"StartDBInstanceAutomatedBackupsReplication"},
		why:          whyPresigned,
		forOperation: copies("PreSignedUrl", "", "SourceDBInstanceArn"),
	},
	{
		service: "Route 53",
		why:     "the service writes this name with a capital, which the model does not",
		forField: func(m *shape.Member, f *Field) {
			if m.Parent.ID.Name() == "InvalidChangeBatch" && m.Name == "messages" && f.Row.XML == nil {
				f.Row.XML = &XML{Name: "Messages"}
			}
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
		service:    "S3",
		operations: []string{"ListParts"},
		why:        "the last page names a next one too, and says in another member that there is none",
		more:       "IsTruncated",
	},
	{
		service:    "S3",
		why:        "the rules for endpoints put the bucket into the address: into the host, or into the path before that of the operation",
		underRules: true,
		forOperation: func(o *Operation) {
			o.URI = strings.TrimPrefix(o.URI, "/{Bucket}")
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
		service: "S3",
		why: "the service wants paths signed as they are sent, and the hash of the body in a header; a presigned request is for a body " +
			"that the signer has not seen",
		forPackage: func(p *Package) { p.sign("PlainPath", "ContentHash", "OpenPresign") },
	},
	{
		service:  "S3",
		why:      "anything may stand in the header Expires, as a caller once gave it; newer models have a string there",
		forField: textForTime("Expires"),
	},
	{
		service: "S3",
		why: "where the rules ask for it, as they do for directory buckets, calls are signed with credentials that the service gives " +
			"out for the bucket",
		sessions: &Sessions{ShapeName: "CreateSession", Resource: "Bucket", Noun: "bucket", Header: "X-Amz-S3session-Token"},
	},
	{
		service:    "S3 Control",
		why:        "the rules for endpoints put the account into the host where it belongs there, so that the trait would do it twice",
		underRules: true,
		forOperation: func(o *Operation) {
			o.Steps = slices.DeleteFunc(o.Steps, func(s Step) bool { return s.Type == "HostPrefix" })
		},
	},
	{
		service:    "S3 Control",
		why:        "it is S3 that checks the signature: see there",
		forPackage: func(p *Package) { p.sign("PlainPath", "ContentHash") },
	},
	{
		service:      "SQS",
		operations:   []string{"SendMessage"},
		why:          "the service tells the MD5 of the text that it has got",
		forOperation: compare("Text", "MessageBody", "Sum", "MD5OfMessageBody"),
	},
	{
		service:      "SQS",
		operations:   []string{"SendMessageBatch"},
		why:          "the service tells the MD5 of each of the texts that it has got",
		forOperation: compare("Told", "Successful", "Sent", "Entries", "ID", "Id", "Text", "MessageBody", "Sum", "MD5OfMessageBody"),
	},
	{
		service:      "SQS",
		operations:   []string{"ReceiveMessage"},
		why:          "the service tells the MD5 of each of the texts as it has got them",
		forOperation: compare("Told", "Messages", "Text", "Body", "Sum", "MD5OfBody"),
	},
}

const whyPresigned = "the service fetches what it copies from another Region only by the address of the same request there, presigned"

// copies has the address of the same request in another Region added to a form.
func copies(address, region, arn string) func(*Operation) {
	return func(o *Operation) {
		o.Steps = append(o.Steps, Step{Type: presignedCopy, Fields: []string{
			"Region", region, "ARN", arn, "Address", address, "Destination", "DestinationRegion",
		}})
	}
}

// compare has texts compared with the MD5 that a reply tells of them.
func compare(fields ...string) func(*Operation) {
	return func(o *Operation) { o.Checks = append(o.Checks, Step{Type: "TextMD5", Fields: fields}) }
}

// sign adds options of the runtime's signer.
func (p *Package) sign(options ...string) {
	if p.Auth != nil {
		p.Auth.Options = append(p.Auth.Options, options...)
	}
}

// textForTime makes a string of a timestamp in a header.
func textForTime(header string) func(*shape.Member, *Field) {
	return func(m *shape.Member, f *Field) {
		if m.Target.Kind == shape.Timestamp && f.Row.Bind == "Header" && f.Row.Wire == header && f.Type.Kind == Pointer {
			f.Type, f.Row.Type = PointerTo(GoType{Name: "string"}), RowType{Kind: "String", Ptr: true}
		}
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
	return slices.DeleteFunc(slices.Clone(specials), func(s special) bool {
		return id == "" || s.service != id || s.underRules && b.pkg.Endpoints == nil
	})
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

// repeat is what a token means that comes again in the pages of an operation.
func (b *builder) repeat(op *shape.Shape) string {
	for _, s := range b.special() {
		if s.repeat != "" && slices.Contains(s.operations, op.ID.Name()) {
			return s.repeat
		}
	}
	return ""
}

// more is the member of the operation's replies that says whether there are more pages; empty where the token says it.
func (b *builder) more(op *shape.Shape) string {
	for _, s := range b.special() {
		if s.more != "" && slices.Contains(s.operations, op.ID.Name()) {
			return s.more
		}
	}
	return ""
}

func (b *builder) specializeField(m *shape.Member, f *Field) {
	for _, s := range b.special() {
		if s.forField != nil {
			s.forField(m, f)
		}
	}
}
