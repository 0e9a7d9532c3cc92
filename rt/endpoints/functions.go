// The functions of the rules language. None of them fails: what cannot be answered is absent or false.

package endpoints

import (
	"net/netip"
	"net/url"
	"strings"
)

// Error is why there is no endpoint, in the words of the rules: something of the configuration or the request that does not
// go together with something else.
type Error string

func (e Error) Error() string { return string(e) }

// ErrExhausted is the error where the rules say nothing of a combination of parameters.
const ErrExhausted = Error("no rule gives an endpoint for this combination of parameters")

// Missing is the error where a parameter is absent that the rules require.
func Missing(parameter string) error {
	return Error("the endpoint's parameter " + parameter + " is not set, and the rules require it")
}

// Or returns what p points to, or otherwise if that is absent: the function coalesce, of a parameter.
func Or[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

// maxHostLabel is the length of a label of a host's name, in bytes.
const maxHostLabel = 63

// IsValidHostLabel reports whether s can be a label of a host's name, as RFC 1123 has them: 1 to 63 letters, digits and
// hyphens, with no hyphen at either end. With subdomains it may be several of them with dots between.
func IsValidHostLabel(s string, subdomains bool) bool {
	start := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && (s[i] != '.' || !subdomains) {
			if !alphanumeric(s[i]) && s[i] != '-' {
				return false
			}
			continue
		}
		if n := i - start; n < 1 || n > maxHostLabel || s[start] == '-' || s[i-1] == '-' {
			return false
		}
		start = i + 1
	}
	return true
}

// IsVirtualHostableS3Bucket reports whether s can be the name of a bucket that is part of a host's name: 3 to 63 characters
// that make a host label without capitals, and no IPv4 address. With subdomains it may have dots.
func IsVirtualHostableS3Bucket(s string, subdomains bool) bool {
	if len(s) < 3 || len(s) > maxHostLabel || !IsValidHostLabel(s, subdomains) {
		return false
	}
	letters := false
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			return false
		}
		letters = letters || s[i] >= 'a' && s[i] <= 'z' || s[i] == '-'
	}
	return letters || strings.Count(s, ".") != 3
}

func alphanumeric(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' }

// Substring returns the characters of s from start to before end, counted from the other end if reverse. It is absent where s
// is shorter than that, or not ASCII.
func Substring(s string, start, end int, reverse bool) (string, bool) {
	if start < 0 || start >= end || end > len(s) {
		return "", false
	}
	for i := range len(s) {
		if s[i] >= 0x80 {
			return "", false
		}
	}
	if reverse {
		start, end = len(s)-end, len(s)-start
	}
	return s[start:end], true
}

// URIEncode writes all of s but RFC 3986's unreserved characters as percent and two capital hex digits.
func URIEncode(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") // a plus that was in s is %2B
}

// URL is an absolute URL in its parts.
type URL struct {
	Scheme    string // http or https
	Authority string // the host, and the port if one was given
	Path      string // as it was given; may be empty
	IsIP      bool   // the host is an IP address
}

// NormalizedPath is the path with a slash at both ends.
func (u *URL) NormalizedPath() string {
	path := u.Path
	if path == "" {
		return "/"
	}
	if path[0] != '/' {
		path = "/" + path
	}
	if path[len(path)-1] != '/' {
		path += "/"
	}
	return path
}

// ParseURL takes an absolute http or https URL apart. It is absent where s is none, and where s has a query or a fragment. A
// user and password are left out.
func ParseURL(s string) (URL, bool) {
	var u URL
	rest, ok := strings.CutPrefix(s, "https://")
	if u.Scheme = "https"; !ok {
		rest, ok = strings.CutPrefix(s, "http://")
		u.Scheme = "http"
	}
	if !ok || strings.ContainsAny(rest, "?#\\") || !printable(rest) {
		return URL{}, false
	}
	u.Authority = rest
	if slash := strings.IndexByte(rest, '/'); slash >= 0 {
		u.Authority, u.Path = rest[:slash], rest[slash:]
	}
	u.Authority = u.Authority[strings.LastIndexByte(u.Authority, '@')+1:]
	host, ok := hostOf(u.Authority)
	if !ok {
		return URL{}, false
	}
	if u.IsIP = isIP(host); host[0] == '[' && !u.IsIP {
		return URL{}, false
	}
	return u, true
}

// printable reports whether s is ASCII without spaces and control characters.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// hostOf returns an authority without its port; false where that is not made of digits, or there is no host.
func hostOf(authority string) (string, bool) {
	colon := strings.LastIndexByte(authority, ':')
	if colon < strings.LastIndexByte(authority, ']') {
		colon = -1
	}
	host := authority
	if colon >= 0 {
		host = authority[:colon]
		for _, c := range authority[colon+1:] {
			if c < '0' || c > '9' {
				return "", false
			}
		}
	}
	if host == "" || host[0] != '[' && strings.ContainsAny(host, ":[]") {
		return "", false
	}
	return host, true
}

func isIP(host string) bool {
	if host[0] == '[' {
		a, err := netip.ParseAddr(strings.TrimSuffix(host[1:], "]"))
		return err == nil && a.Is6() && host[len(host)-1] == ']'
	}
	if c := host[len(host)-1]; c < '0' || c > '9' {
		return false
	}
	_, err := netip.ParseAddr(host)
	return err == nil
}

// ARN is an Amazon Resource Name in its parts.
type ARN struct {
	Partition string
	Service   string
	Region    string // may be empty
	AccountID string // may be empty
	Resource  string // all of what stands behind
}

// ResourceID is the resource, split at colons and slashes.
func (a *ARN) ResourceID() List {
	return List{text: a.Resource, delimiters: ":/", made: true}
}

// ParseARN takes an ARN apart. It is absent where s is none.
func ParseARN(s string) (ARN, bool) {
	rest, ok := strings.CutPrefix(s, "arn:")
	if !ok {
		return ARN{}, false
	}
	var a ARN
	for _, part := range [...]*string{&a.Partition, &a.Service, &a.Region, &a.AccountID} {
		if *part, rest, ok = strings.Cut(rest, ":"); !ok {
			return ARN{}, false
		}
	}
	a.Resource = rest
	return a, a.Partition != "" && a.Service != "" && a.Resource != ""
}

// Value returns what p points to; it is absent if p is nil.
func Value[T any](p *T) (T, bool) {
	if p == nil {
		var none T
		return none, false
	}
	return *p, true
}

// If returns yes if the condition holds, and no otherwise: the function ite.
func If[T any](condition bool, yes, no T) T {
	if condition {
		return yes
	}
	return no
}
