using System.Text.Encodings.Web;
using WeChatNotifications.Host.Web;

namespace WeChatNotifications.Host.Modules.Identity.Login;

/// <summary>The page on which people log in.</summary>
internal static class LoginPage
{
    public static IResult Render(string? returnUrl, string? userName, bool failed)
    {
        var texts = HostTexts.Current;
        var html = HtmlEncoder.Default;
        var alert = failed ? $"""<p class="alert" role="alert">{html.Encode(texts.LoginFailed)}</p>""" : "";
        return HtmlPage.Render(
            texts.LogIn,
            $"""
            <h1>{html.Encode(texts.LogIn)}</h1>
            {alert}
            <form method="post" action="/account/login">
              <input type="hidden" name="returnUrl" value="{html.Encode(returnUrl ?? "/")}">
              <label for="userName">{html.Encode(texts.UserName)}</label>
              <input id="userName" name="userName" value="{html.Encode(userName ?? "")}" autocomplete="username" required autofocus>
              <label for="password">{html.Encode(texts.Password)}</label>
              <input id="password" name="password" type="password" autocomplete="current-password" required>
              <button type="submit">{html.Encode(texts.LogIn)}</button>
            </form>
            """,
            failed ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK);
    }
}
