// Answers that point elsewhere.

package rt

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
)

// RedirectError is an answer by which the service points to another address. Clients do not follow it: what proves who calls is
// meant for the address that the configuration names, and for no other.
type RedirectError struct {
	ErrorMetadata
	Location string // the scheme and host of that address; empty where the reply does not name it
	Region   string // the AWS Region of what was asked for, where the reply names it
	Body     []byte // the reply's beginning, at most 4 KiB, which may name it too
}

// Error says where the service points to.
func (e *RedirectError) Error() string {
	var to []string
	if e.Location != "" {
		to = append(to, cut(e.Location, maxCode))
	}
	if e.Region != "" {
		to = append(to, "the Region "+cut(e.Region, maxCode))
	}
	if len(to) == 0 {
		return e.ErrorMetadata.Error() + "; it was sent elsewhere, and not told where"
	}
	return e.ErrorMetadata.Error() + "; the service points to " + strings.Join(to, " and ") +
		", which was not followed: if that is right, make the client for it by its Region or Endpoint"
}

// redirects reports whether a status sends the caller to another address.
func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// kept is what an error keeps of a body.
func kept(body []byte) []byte { return bytes.Clone(body[:min(len(body), maxKept)]) }

// redirected is the error of such a reply to a request that went to from. Paths and queries of addresses may hold secrets, and are left out.
func redirected(reply *Reply, meta ErrorMetadata, from *url.URL) *RedirectError {
	e := &RedirectError{ErrorMetadata: meta, Region: reply.Header.Get("X-Amz-Bucket-Region"), Body: kept(reply.Body)}
	if location := reply.Header.Get("Location"); location != "" {
		if u, err := from.Parse(location); err == nil {
			e.Location = u.Scheme + "://" + u.Host
		}
	}
	return e
}
