// Package endpoints is what generated endpoint resolvers are made of: the result of resolving an endpoint, and the functions
// of the rules language of https://smithy.io/2.0/additional-specs/rules-engine/. Resolvers themselves are printed as plain
// Go, rule by rule; they allocate nothing but the address that they make. Nothing here is configured, makes a call or looks
// at the environment.
package endpoints

// Endpoint is where a request goes and what is to be done to it there.
type Endpoint struct {
	URL        string       // absolute; its path, if any, comes before the operation's
	Headers    []Header     // of the request; they take the place of those that it has
	Auth       []AuthScheme // the property authSchemes: what may be signed with, the best first; empty if the rules don't say
	Properties []Property   // all other properties, in the order of the rules
}

// Property returns the property of that name; nil where the endpoint has none.
func (e *Endpoint) Property(name string) any {
	for i := range e.Properties {
		if e.Properties[i].Name == name {
			return e.Properties[i].Value
		}
	}
	return nil
}

// Header is a header with all its values.
type Header struct {
	Name   string // as net/http writes it
	Values []string
}

// Property is something that the rules say of an endpoint. Value is a string, an int64, a bool, a []any or a []Property.
type Property struct {
	Name  string
	Value any
}

// AuthScheme is a way of signing that an endpoint takes, with what the signature is to say. What the rules leave out is empty.
type AuthScheme struct {
	Name                  string // such as "sigv4", "sigv4a", "sigv4-s3express" or "bearer"
	SigningName           string // of the service
	SigningRegion         string
	SigningRegionSet      []string // of sigv4a: patterns of Regions, such as "us-*"
	DisableDoubleEncoding bool     // sign the path as it is sent

	Properties []Property // what else the rules say of the scheme
}

// Given returns a pointer to s, and nil if s is empty: that is, a parameter that is not set.
func Given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// AccountMode is Given for the parameter that says whether an account's id becomes part of the address: it is "preferred" if
// nothing else is said.
func AccountMode(s string) *string {
	if s == "" {
		s = "preferred"
	}
	return &s
}
