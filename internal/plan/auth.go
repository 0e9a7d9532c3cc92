// How a service is told who calls: the schemes that it and its operations take, in the order of the specification, and what a
// client has to be configured with for them. See https://smithy.io/2.0/spec/authentication-traits.html.

package plan

import (
	"fmt"
	"net/textproto"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// The traits of schemes, and the scheme of proving nothing.
const (
	sigV4Trait  shape.ID = "aws.auth#sigv4"
	sigV4ATrait shape.ID = "aws.auth#sigv4a"
	bearerTrait shape.ID = "smithy.api#httpBearerAuth"
	basicTrait  shape.ID = "smithy.api#httpBasicAuth"
	digestTrait shape.ID = "smithy.api#httpDigestAuth"
	apiKeyTrait shape.ID = "smithy.api#httpApiKeyAuth"
	noAuthID    shape.ID = "smithy.api#noAuth"
)

// schemeConstants are the names that the runtime has for schemes.
var schemeConstants = map[shape.ID]string{
	sigV4Trait: "SigV4", sigV4ATrait: "SigV4A", bearerTrait: "BearerAuth", basicTrait: "BasicAuth", digestTrait: "DigestAuth",
	apiKeyTrait: "APIKeyAuth", noAuthID: "NoAuth",
}

// foreignSchemes are traits of schemes that no model defines which uses them, and of which the runtime knows nothing.
var foreignSchemes = []shape.ID{"aws.auth#cognitoUserPools"}

// Identity is what a client can prove who calls with.
type Identity struct {
	V4      bool      // AWS's signatures of version 4
	V4A     bool      // those of version 4A
	Bearer  bool      // a token
	Basic   bool      // a login
	Digest  bool      // a login
	Key     *KeyPlace // an API key; nil for none
	Needed  bool      // no operation can be called without
	Own     []string  // the ids of schemes that the runtime does not know
	Schemes []string  // Go expressions of the others
}

// KeyPlace says where an API key goes.
type KeyPlace struct{ Header, Scheme, Query string }

// AWS reports whether AWS's signatures are among them.
func (i *Identity) AWS() bool { return i.V4 || i.V4A }

// HTTP reports whether a scheme of HTTP itself is among them.
func (i *Identity) HTTP() bool { return i.Bearer || i.Login() || i.Key != nil }

// Login reports whether a scheme takes a name and a password.
func (i *Identity) Login() bool { return i.Basic || i.Digest }

// AuthID is the id of a scheme, with its name in the runtime if it has one.
type AuthID struct {
	ID       shape.ID
	Constant string
}

func authIDs(ids []shape.ID) []AuthID {
	var list []AuthID
	for _, id := range ids {
		list = append(list, AuthID{id, schemeConstants[id]})
	}
	return list
}

// schemes are the traits of the service by which callers can prove who they are, in the order of their ids.
func (b *builder) schemes() []shape.ID {
	var found []shape.ID
	for tr := range b.service.Traits.All() {
		definition := b.model.Shape(tr.ID)
		defined := definition != nil && definition.Traits.Has("smithy.api#authDefinition")
		if _, known := schemeConstants[tr.ID]; known || defined || slices.Contains(foreignSchemes, tr.ID) {
			found = append(found, tr.ID)
		}
	}
	slices.Sort(found)
	return found
}

// serviceAuth are the schemes of operations that say nothing of their own; nil where the service has none.
func (b *builder) serviceAuth() []shape.ID {
	if v, ok := b.service.Trait("smithy.api#auth"); ok {
		return listed(v)
	}
	return b.schemes()
}

// operationAuth are the schemes that an operation takes, the first first.
func (b *builder) operationAuth(op *shape.Shape) []shape.ID {
	list := b.serviceAuth()
	if v, ok := op.Trait("smithy.api#auth"); ok {
		list = listed(v)
	}
	if op.Traits.Has("smithy.api#optionalAuth") && len(list) > 0 && !slices.Contains(list, noAuthID) {
		list = append(list, noAuthID)
	}
	return list
}

// listed are the elements of a trait auth; an empty one says that nobody proves anything.
func listed(v shape.Node) []shape.ID {
	var list []shape.ID
	for _, e := range v.Elems() {
		list = append(list, shape.ID(e.Str()))
	}
	if list == nil {
		return []shape.ID{noAuthID}
	}
	return list
}

// addAuth plans who calls, once the operations are there.
func (b *builder) addAuth(operations []*shape.Shape) {
	service := b.serviceAuth()
	b.pkg.AuthList = authIDs(service)
	all, needed := slices.Clone(service), len(operations) > 0
	for _, op := range operations {
		list := b.operationAuth(op)
		needed = needed && len(list) > 0 && !slices.Contains(list, noAuthID)
		all = append(all, list...)
		if slices.Equal(list, service) {
			continue
		}
		for i := range b.pkg.Operations {
			if b.pkg.Operations[i].ShapeName == op.ID.Name() {
				b.pkg.Operations[i].Auth = authIDs(list)
			}
		}
	}
	b.pkg.Identity = b.identity(all, needed)
}

// identity says what a client is configured with for schemes that operations list.
func (b *builder) identity(all []shape.ID, needed bool) Identity {
	has := func(id shape.ID) bool { return slices.Contains(all, id) && b.service.Traits.Has(id) }
	i := Identity{
		V4: has(sigV4Trait), V4A: has(sigV4ATrait), Bearer: has(bearerTrait), Basic: has(basicTrait), Digest: has(digestTrait),
		Needed: needed,
	}
	if b.pkg.Auth != nil && b.rulesName("sigv4a") {
		i.V4A = true
	}
	if v, ok := b.service.Trait(apiKeyTrait); ok && has(apiKeyTrait) {
		i.Key = &KeyPlace{Scheme: field(v, "scheme")}
		if name := field(v, "name"); field(v, "in") == "query" {
			i.Key.Query = name
		} else {
			i.Key.Header = textproto.CanonicalMIMEHeaderKey(name)
		}
	}
	i.Schemes = b.configuration(&i)
	slices.Sort(all)
	for _, id := range slices.Compact(all) {
		if schemeConstants[id] == "" {
			i.Own = append(i.Own, string(id))
		}
	}
	return i
}

// configuration are the expressions of schemes as a configuration cfg has what they need.
func (b *builder) configuration(i *Identity) []string {
	var list []string
	add := func(wanted bool, expression string) {
		if wanted {
			list = append(list, expression)
		}
	}
	signer := func(path string) string {
		if b.pkg.Auth == nil {
			return ""
		}
		text := fmt.Sprintf("%s.Scheme(%q, cfg.Region, cfg.Credentials", path, b.pkg.Auth.Name)
		for _, o := range b.pkg.Auth.Options {
			text += ", " + path + "." + o
		}
		return text + ")"
	}
	add(i.V4, signer("sigv4"))
	add(i.V4A, signer("sigv4a"))
	add(i.Bearer, "httpauth.Bearer(cfg.Token)")
	add(i.Basic, "httpauth.Basic(cfg.Login)")
	add(i.Digest, "httpauth.Digest(cfg.Login)")
	if k := i.Key; k != nil {
		var fields []string
		for _, f := range []struct{ name, value string }{{"Header", k.Header}, {"Scheme", k.Scheme}, {"Query", k.Query}} {
			if f.value != "" {
				fields = append(fields, fmt.Sprintf("%s: %q", f.name, f.value))
			}
		}
		add(true, "httpauth.APIKey(cfg.APIKey, httpauth.KeyIn{"+strings.Join(fields, ", ")+"})")
	}
	return list
}

// chooseAuth reads what AWS's signatures have the service's name, and its address has.
func (b *builder) chooseAuth() *SigV4 {
	for _, id := range []shape.ID{sigV4Trait, sigV4ATrait} {
		v, ok := b.service.Trait(id)
		if !ok {
			continue
		}
		name := field(v, "name")
		prefix := name
		if service, ok := b.service.Trait("aws.api#service"); ok {
			if p := field(service, "endpointPrefix"); p != "" {
				prefix = p
			}
			if name == "" {
				name = field(service, "arnNamespace")
			}
		}
		return &SigV4{Name: name, EndpointPrefix: prefix}
	}
	return nil
}

// rulesName reports whether the rules for the service's endpoints name a scheme.
func (b *builder) rulesName(scheme string) bool {
	for _, id := range []shape.ID{"smithy.rules#endpointRuleSet", "smithy.rules#endpointBdd"} {
		if v, ok := b.service.Trait(id); ok && namesScheme(v, scheme) {
			return true
		}
	}
	return false
}

// namesScheme looks for an element of a list authSchemes with that name, however deep it stands.
func namesScheme(v shape.Node, scheme string) bool {
	if schemes, ok := v.Field("authSchemes"); ok {
		for _, e := range schemes.Elems() {
			if field(e, "name") == scheme {
				return true
			}
		}
	}
	for _, e := range v.Elems() {
		if namesScheme(e, scheme) {
			return true
		}
	}
	for _, f := range v.Fields() {
		if namesScheme(f, scheme) {
			return true
		}
	}
	return false
}
