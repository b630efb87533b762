using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Benchmarks.Micro;

/// <summary>What happens to each push before it is believed.</summary>
public class PushBenchmarks
{
    private const string AppId = "wx-benchmark-push";
    private const string Token = "benchmarktoken";
    private const string Timestamp = "1795257000";
    private const string Nonce = "n1";

    private CallbackCipher? _cipher;
    private CallbackKeys? _keys;
    private string _encrypted = "";
    private byte[] _body = [];
    private CallbackQuery _query = new();

    [GlobalSetup]
    public void SetUp()
    {
        if (!EncodingAesKey.TryParse(EncodingAesKey.Generate(), out var key))
        {
            throw new InvalidOperationException("A generated key cannot be read.");
        }

        _cipher = new(key, AppId);
        _keys = new(AppId, PushProtection.Secure, Token, key);
        _encrypted = _cipher.Encrypt(
            """{"ToUserName":"gh_benchmark","FromUserName":"o-user-1","CreateTime":1795257000,"MsgType":"event","Event":"subscribe_msg_popup_event","List":[{"TemplateId":"tmpl-1","SubscribeStatusString":"accept","PopupScene":"0"}]}"""u8);
        _body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { ToUserName = "gh_benchmark", Encrypt = _encrypted }));
        _query = new() { Timestamp = Timestamp, Nonce = Nonce, EncryptType = "aes", MsgSignature = CallbackSignature.Compute(Token, Timestamp, Nonce, _encrypted) };
        if (CheckDecryptAndRead().Verdict != CallbackVerdict.Genuine)
        {
            throw new InvalidOperationException("The sample push is not genuine.");
        }
    }

    [Benchmark(Description = "decrypt")]
    public byte[]? Decrypt() => _cipher!.Decrypt(_encrypted);

    [Benchmark(Description = "check the signature, decrypt and read a push")]
    public CallbackReading CheckDecryptAndRead() => _keys!.Read(_query, _body);

    [Benchmark(Description = "refuse a forged push")]
    public CallbackReading RefuseForged() => _keys!.Read(_query with { Nonce = "other" }, _body);
}
