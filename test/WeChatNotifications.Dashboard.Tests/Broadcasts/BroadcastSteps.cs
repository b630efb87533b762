using System.Net;
using System.Text;
using WeChatNotifications.Dashboard.Tests.Support;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.Dashboard.Tests.Broadcasts;

/// <summary>What tests do with the pages of broadcasts again and again.</summary>
internal static class BroadcastSteps
{
    public const string Begin = "/broadcasts/wizard/audience";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>What every message of the shop's template says, as the form sends it.</summary>
    public static (string Name, string Value)[] Values(string orderNo = "A1", string product = "龙井茶") => Fields(
        ("orderNo", orderNo), ("product", product), ("amount", "12.5"), ("paidAt", "2026-11-21T15:30:00+08:00"), ("orderId", "7"));

    public static (string Name, string Value)[] Fields(params (string Name, string Value)[] values)
        => [.. values.Index().SelectMany(v => new[] { ($"Input.Values[{v.Index}].Name", v.Item.Name), ($"Input.Values[{v.Index}].Value", v.Item.Value) })];

    /// <summary>Saves the first step and returns the draft.</summary>
    public static async Task<Guid> DraftAsync(Visitor visitor, string kind = "List", string name = "Winter sale")
    {
        var page = await visitor.SubmitAsync(Begin, null, ("Input.Name", name), ("Input.Template", "order-paid"), ("Input.Audience.Kind", kind));
        page.Address.AbsolutePath.ShouldStartWith("/wechat/broadcasts/wizard/message/", Case.Sensitive, page.Text);
        return IdOf(page);
    }

    public static Guid IdOf(VisitedPage page) => Guid.Parse(page.Address.Segments[^1]);

    /// <summary>A draft of the API's, complete and ready to start.</summary>
    public static async Task<Guid> ReadyAsync(Shop shop, string name = "Winter sale", int? rate = null, string audience = "permitHolders", DateTimeOffset? startAt = null)
        => (await shop.Admin.PostAsync(Shop.Broadcasts, new
        {
            Name = name,
            Template = "order-paid",
            Audience = new { Kind = audience },
            Data = new { orderNo = "A1", product = "龙井茶", amount = 12.5m, paidAt = "2026-11-21T15:30:00+08:00", orderId = "7" },
            RatePerSecond = rate,
            StartAt = startAt,
        })).ShouldBe(HttpStatusCode.Created).Id;

    /// <summary>Chooses a file on the list's page and sends it.</summary>
    public static async Task<VisitedPage> UploadAsync(Visitor visitor, Guid id, string list, string fileName = "list.csv", string format = "")
    {
        var path = $"/broadcasts/wizard/list/{id}";
        var page = await visitor.GetAsync(path);
        page.Html.IndexOf("__RequestVerificationToken", StringComparison.Ordinal).ShouldBeInRange(0, page.Html.IndexOf("type=\"file\"", StringComparison.Ordinal), "a browser sends fields in their order, and the token is read before the file");
        return await visitor.PostContentAsync(path, Form(page.AntiforgeryToken, new ByteArrayContent(Encoding.UTF8.GetBytes(list)), fileName, format));
    }

    /// <summary>The form as a browser sends it: its fields in their order on the page, the file last.</summary>
    public static MultipartFormDataContent Form(string? token, HttpContent file, string fileName, string format = "")
    {
        var form = new MultipartFormDataContent();
        if (token is not null)
        {
            form.Add(new StringContent(token), "__RequestVerificationToken");
        }

        form.Add(new StringContent(format), "Input.Format");
        // A browser names no file when none was chosen, which HttpClient would not do.
        file.Headers.ContentDisposition = new("form-data") { Name = "\"Input.List\"", FileName = $"\"{fileName}\"" };
        form.Add(file);
        return form;
    }
}
