// Requests that are made by one and sent by another: which operations have them, and what they are called.

package plan

import "slices"

// Presign is the method that makes such a request.
type Presign struct {
	Method string
	Doc    []string
	Input  string // the Go type
	Var    string // the operation's table
}

// Presigns reports whether an operation has presigned requests.
func (p *Package) Presigns() bool {
	return slices.ContainsFunc(p.Operations, func(o Operation) bool { return o.Presign != nil })
}

// addPresign plans a method for each operation that AWS's signatures are good for: those go into an address, and all other
// proofs do not. Events cannot be signed ahead of time.
func (b *builder) addPresign() {
	taken := map[string]bool{}
	for _, o := range b.pkg.Operations {
		taken[o.Name] = true
	}
	for i := range b.pkg.Operations {
		o := &b.pkg.Operations[i]
		list := o.Auth
		if list == nil {
			list = b.pkg.AuthList
		}
		signed := slices.ContainsFunc(list, func(a AuthID) bool { return a.ID == sigV4Trait || a.ID == sigV4ATrait })
		if !signed || o.Sends != "" || o.Receives {
			continue
		}
		method := "Presign" + o.Name
		for taken[method] {
			method += "Request"
		}
		taken[method] = true
		o.Presign = &Presign{Method: method, Input: o.Input, Var: o.Var, Doc: []string{
			method + " returns a request for [Client." + o.Name + "] that anybody can send until it expires.",
		}}
	}
}
