// Calls of CloudWatch by the package for its first protocol, rpcv2Cbor, with each of the protocols that the service has.

package protocols_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"

	"example.com/protocols/cloudwatch"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/awsjson"
	"github.com/smithwright/smithwright/rt/awsquery"
)

// speaks is what a stub says and expects in a protocol.
type speaks struct {
	protocol        rt.Protocol // nil for the package's own
	path, mediaType string
	header          http.Header // of replies
	request         string      // part of a request's body
	reply, refusal  string
}

var protocols = map[string]speaks{
	"rpcv2Cbor": {
		path: "/service/GraniteServiceVersion20100801/operation/GetMetricStatistics", mediaType: "application/cbor",
		header: http.Header{"Smithy-Protocol": {"rpc-v2-cbor"}}, request: "\x69Namespace\x67AWS/EC2",
		reply:   "\xa2\x65Label\x63CPU\x6aDatapoints\x81\xa2\x63Sum\xfb\x3f\xf8\x00\x00\x00\x00\x00\x00\x69Timestamp\xc1\x1a\x65\x53\xf1\x00",
		refusal: "\xa2\x66__type\x78\x2dcom.amazonaws.cloudwatch#InternalServiceFault\x67Message\x66broken",
	},
	"awsJson1_0": {
		protocol: awsjson.Protocol{Version: "1.0"}, path: "/", mediaType: "application/x-amz-json-1.0", request: `"Namespace":"AWS/EC2"`,
		reply:   `{"Label":"CPU","Datapoints":[{"Sum":1.5,"Timestamp":1700000000}]}`,
		refusal: `{"__type":"com.amazonaws.cloudwatch#InternalServiceFault","Message":"broken"}`,
	},
	"awsQuery": {
		protocol: awsquery.Protocol{}, path: "/", mediaType: "application/x-www-form-urlencoded",
		request: "Action=GetMetricStatistics&Version=2010-08-01&Namespace=AWS%2FEC2",
		reply: `<GetMetricStatisticsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><GetMetricStatisticsResult><Label>CPU</Label>` +
			`<Datapoints><member><Sum>1.5</Sum><Timestamp>2023-11-14T22:13:20Z</Timestamp></member></Datapoints></GetMetricStatisticsResult>` +
			`<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></GetMetricStatisticsResponse>`,
		refusal: `<ErrorResponse><Error><Type>Receiver</Type><Code>InternalServiceError</Code><Message>broken</Message></Error><RequestId>id-1</RequestId></ErrorResponse>`,
	},
}

// client is one of a stub that speaks the protocol.
func client(t *testing.T, p speaks, handle http.HandlerFunc) *cloudwatch.Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, values := range p.header {
			w.Header()[name] = values
		}
		handle(w, r)
	}))
	t.Cleanup(s.Close)
	cfg := cloudwatch.Config{Region: "us-west-2", Endpoint: s.URL, Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "secret"}, nil
	})}
	cfg.Protocol, cfg.Retryer = p.protocol, aws.NopRetryer{}
	c, err := cloudwatch.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var end = time.Date(2023, 11, 15, 0, 0, 0, 0, time.UTC)

func ask() *cloudwatch.GetMetricStatisticsInput {
	return &cloudwatch.GetMetricStatisticsInput{
		Namespace: "AWS/EC2", MetricName: "CPUUtilization", StartTime: end.Add(-time.Hour), EndTime: end, Period: 60,
		Statistics: []cloudwatch.Statistic{cloudwatch.StatisticSum},
	}
}

func TestReplies(t *testing.T) {
	t.Parallel()
	for name, p := range protocols {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := client(t, p, func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err != nil || r.URL.Path != p.path || r.Header.Get("Content-Type") != p.mediaType || !strings.Contains(string(body), p.request) {
					t.Errorf("%s %v %q, %v", r.URL.Path, r.Header, body, err)
				}
				_, _ = io.WriteString(w, p.reply)
			})
			out, err := c.GetMetricStatistics(t.Context(), ask())
			if err != nil {
				t.Fatal(err)
			}
			if *out.Label != "CPU" || len(out.Datapoints) != 1 || *out.Datapoints[0].Sum != 1.5 || out.Datapoints[0].Timestamp.Unix() != 1_700_000_000 {
				t.Errorf("%+v", out)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for name, p := range protocols {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := client(t, p, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Amzn-Query-Error", "InternalServiceError;Receiver")
				w.WriteHeader(http.StatusInternalServerError)
				_, _ = io.WriteString(w, p.refusal)
			})
			_, err := c.GetMetricStatistics(t.Context(), ask())
			var fault *cloudwatch.InternalServiceFault
			if !errors.As(err, &fault) || fault.Message == nil || *fault.Message != "broken" || fault.Fault != smithy.FaultServer {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}

// TestCompression sends more than it takes to be compressed.
func TestCompression(t *testing.T) {
	t.Parallel()
	for name, p := range protocols {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := client(t, p, func(_ http.ResponseWriter, r *http.Request) {
				z, err := gzip.NewReader(r.Body)
				if err != nil {
					t.Error(err)
					return
				}
				body, err := io.ReadAll(z)
				if err != nil || strings.Count(string(body), "Requests") != 500 || r.Header.Get("Content-Encoding") != "gzip" {
					t.Errorf("%d bytes, %v, %v", len(body), r.Header, err)
				}
			})
			in := &cloudwatch.PutMetricDataInput{Namespace: "Mine"}
			for range 500 {
				in.MetricData = append(in.MetricData, cloudwatch.MetricDatum{MetricName: "Requests", Value: new(1.0)})
			}
			if _, err := c.PutMetricData(t.Context(), in); err != nil {
				t.Error(err)
			}
		})
	}
}
