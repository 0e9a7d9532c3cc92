// Package archtest holds no code. Its test holds the imports of this module's packages to the design: each package has
// one place in the flow from a model to Go files, and imports only what is further along or below.
package archtest
