package times_test

import (
	"math"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt/internal/times"
)

func TestOfUnix(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[int64]string{
		0: "1970-01-01T00:00:00Z", -1: "1969-12-31T23:59:59Z", 253402300799: "9999-12-31T23:59:59Z", -62135596800: "0001-01-01T00:00:00Z",
		253402300800: "", -62135596801: "", math.MaxInt64: "", math.MinInt64: "",
	} {
		got, err := times.OfUnix(seconds)
		if (err != nil) != (want == "") || err == nil && got.Format(time.RFC3339Nano) != want {
			t.Errorf("%d: %v, %v", seconds, got, err)
		}
	}
}

func TestOfSeconds(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[float64]string{
		0: "1970-01-01T00:00:00Z", 946845296.123: "2000-01-02T20:34:56.123Z", -1.5: "1969-12-31T23:59:58.5Z", -0.001: "1969-12-31T23:59:59.999Z",
		0.0004: "1970-01-01T00:00:00Z", 0.0006: "1970-01-01T00:00:00.001Z", 253402300799.999: "9999-12-31T23:59:59.999Z", -62135596800: "0001-01-01T00:00:00Z",
		253402300799.9998: "", 253402300800: "", -62135596801: "", math.MaxFloat64: "", math.Inf(1): "", math.Inf(-1): "",
	} {
		got, err := times.OfSeconds(seconds)
		if (err != nil) != (want == "") || err == nil && got.Format(time.RFC3339Nano) != want {
			t.Errorf("%v: %v, %v", seconds, got, err)
		}
	}
	if got, err := times.OfSeconds(math.NaN()); err == nil {
		t.Errorf("NaN is %v", got)
	}
}
